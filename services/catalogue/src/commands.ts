export { describeOpportunity, openInstance, publishOpportunity } from './opportunities/publish-opportunity.ts'
