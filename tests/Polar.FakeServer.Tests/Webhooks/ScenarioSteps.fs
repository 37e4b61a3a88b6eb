/// Steps of scenarios, and what they are given.
module internal Polar.FakeServer.Tests.Webhooks.ScenarioSteps

open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

/// Something that happens to a thing.
type Scenario =
    {
        Area: string
        Name: string
        /// Makes what is there before; its id.
        Given: FakePolar -> Task<string>
        Step: string -> FakePolar -> Task<unit>
        /// What is told of the step.
        Told: string list
    }

let state = "customer.state_changed"
let order = [ "order.created"; "order.updated"; "order.paid" ]

let subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

let nothing (_: FakePolar) : Task<string> = Task.FromResult ""

let succeeds (answer: Answer) : unit =
    Expect.isLessThan answer.Status 300 answer.Text

let private call (method: string) (path: string -> string) (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.send method (path id) (Some body) fake
        succeeds answer
    }

let post path body = call "POST" path body
let patch path body = call "PATCH" path body

let delete (path: string -> string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.delete (path id) fake
        succeeds answer
    }

let made (path: string) (body: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Given.create path body fake
        return Json.text "id" made
    }

let making path body = post (fun _ -> path) body

let passing (time: string) (_: string) (fake: FakePolar) : Task<unit> =
    task { do! fake.Clock.AdvanceAsync time }

let at (folder: string) (id: string) = $"/v1/{folder}/{id}"
let book = Buying.once (Buying.fixedPrice 1000)
let benefit = Benefits.create Benefits.note

let customer (fake: FakePolar) : Task<string> =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        return Json.text "id" customer
    }

let subscription (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let scenario area name given step told =
    { Area = area
      Name = name
      Given = given
      Step = step
      Told = told }
