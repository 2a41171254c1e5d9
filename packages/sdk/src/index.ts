export { connect, type Connection, HubProblem, type ImportRequest } from './connect.ts'
