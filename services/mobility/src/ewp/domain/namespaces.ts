/** Namespaces of EWP's learning agreements, version 1; another major version would be another namespace. */
const las = 'https://github.com/erasmus-without-paper/ewp-specs-api-omobility-las/blob/stable-v1/endpoints'
export const getResponse = `${las}/get-response.xsd`
export const updateRequest = `${las}/update-request.xsd`
export const updateResponse = `${las}/update-response.xsd`
export const academicTerm = 'https://github.com/erasmus-without-paper/ewp-specs-types-academic-term/tree/stable-v2'
export const phoneNumber = 'https://github.com/erasmus-without-paper/ewp-specs-types-phonenumber/tree/stable-v1'
export const commonTypes = 'https://github.com/erasmus-without-paper/ewp-specs-architecture/blob/stable-v1/common-types.xsd'
