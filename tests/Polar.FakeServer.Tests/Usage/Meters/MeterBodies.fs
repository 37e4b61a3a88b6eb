/// Meters, as bodies have them.
module internal Polar.FakeServer.Tests.Usage.Meters.MeterBodies

open Polar.FakeServer
open Polar.FakeServer.Tests

let all = """{"conjunction":"and","clauses":[]}"""
let count = """{"func":"count"}"""

let body (members: string) =
    $"""{{"name":"Calls","filter":{all},"aggregation":{count}{members}}}"""

let create members fake =
    Given.create "/v1/meters/" (body members) fake

let path meter =
    $"""/v1/meters/{Json.text "id" meter}"""
