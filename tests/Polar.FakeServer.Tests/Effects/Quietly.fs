/// Calls that no webhook tells of.
module internal Polar.FakeServer.Tests.Effects.Quietly

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Takes a step that succeeds, and that nobody is told of.
let quietly (fake: FakePolar) (step: unit -> Task<Answer>) : Task<Answer> =
    task {
        let! answer, told = Events.during fake step
        Expect.isLessThan answer.Status 300 answer.Text
        Expect.isEmpty told "nobody is told"
        return answer
    }

let shown (path: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get path fake
        Expect.equal answer.Status 200 answer.Text
        return answer.Json
    }

let gone (path: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.get path fake
        Refusal.domain 404 "ResourceNotFound" "Not found" answer
    }
