/// Every kind of webhook: what causes it, in which order it comes, and what is in it.
module Polar.FakeServer.Tests.Webhooks.WebhookKindTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps
open Polar.FakeServer.Tests.Webhooks.Scenarios

/// The bodies that a scenario's step publishes.
let private published (scenario: Scenario) (fake: FakePolar) =
    task {
        let! id = scenario.Given fake
        let before = fake.Webhooks.Events.Count
        do! scenario.Step id fake
        return fake.Webhooks.Events |> Seq.skip before |> List.ofSeq
    }

/// What a body's data is of: the same thing in two events has the same one.
let private subject (event: FakeEvent) =
    let data = Json.parse event.Json |> Json.at "data"
    (event.Type = "customer.state_changed"), event.Type.Split('.')[0], Json.text "id" data

let private ofOrder =
    testList
        "come in the order that is written down"
        [ for scenario in all do
              testCaseTask $"{scenario.Area}: {scenario.Name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! events = published scenario fake
                      Expect.equal [ for event in events -> event.Type ] scenario.Told "events"
                  }) ]

/// What changes about a thing in a step without an event of its own: the scenario, and where.
let private silent =
    [ // A product can be deleted until it is sold; the sale is no change of the product.
      "A draft of an order is made", "product.created.is_deletable"
      // When a charge is tried again is no news; the subscription inside the order has an event of its own.
      "A renewal whose card is declined", "order.created.modified_at"
      "A renewal whose card is declined", "order.created.next_payment_attempt_at"
      "A renewal whose card is declined", "order.created.subscription." ]

let private isSilent (scenario: Scenario) (difference: string) =
    silent
    |> List.exists (fun (name, place) -> name = scenario.Name && difference.StartsWith(place, StringComparison.Ordinal))

let private ofBodies =
    testList
        "have what is described and what the API answers"
        [ for scenario in all do
              testCaseTask $"{scenario.Area}: {scenario.Name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! events = published scenario fake

                      for event in events do
                          let body = Json.parse event.Json

                          Expect.equal
                              (Payload.missing event.Type (Payload.described event.Type event.Json) body)
                              []
                              "all that is described, as it is described"

                          Expect.equal (Payload.shape body |> List.truncate 4) [ "type"; "timestamp"; "api_version"; "data" ] "members"

                      // What the last event of a thing shows is what the API answers for it now; those before it have the same members.
                      for _, told in events |> List.groupBy subject do
                          let last = List.last told
                          let data = Json.parse last.Json |> Json.at "data"
                          let! answer = Payload.answered last.Type data fake

                          match answer with
                          | None -> ()
                          | Some answer ->
                              Expect.equal
                                  (Payload.missing last.Type answer data |> List.filter (isSilent scenario >> not))
                                  []
                                  "as the API answers it"

                              for event in told do
                                  let earlier = Json.parse event.Json |> Json.at "data"

                                  Expect.isEmpty
                                      (List.except (Payload.shape earlier) (Payload.shape answer))
                                      $"{event.Type} has all members of the answer"

                                  if not (event.Type.StartsWith "benefit_grant.") then
                                      Expect.equal (Payload.shape earlier) (Payload.shape answer) $"{event.Type} has no others"
                  }) ]

/// The scenario that the page names first for a kind.
let private cause (kind: string) : Scenario option =
    all |> List.tryFind (fun scenario -> List.contains kind scenario.Told)

let private page () =
    [ "# Which webhooks come in which order"
      ""
      "Tests make every row of this page happen and compare what the fake sends; the page is written by them."
      ""
      "An endpoint gets, of each row, the events that it listens to, in this order. Failed deliveries are tried again later and then arrive out of order: go by"
      "`timestamp`, not by arrival."
      for area in all |> List.map (fun scenario -> scenario.Area) |> List.distinct do
          ""
          $"## {area}"
          ""
          "| What happens | Webhooks |"
          "|---|---|"

          for scenario in all |> List.filter (fun scenario -> scenario.Area = area) do
              let told =
                  match scenario.Told with
                  | [] -> "none"
                  | told -> told |> List.map (fun kind -> $"`{kind}`") |> String.concat ", "

              $"| {scenario.Name} | {told} |"
      ""
      "## By event"
      ""
      "| Event | For instance, when |"
      "|---|---|"

      for kind in Payload.kinds do
          match cause kind with
          | Some scenario -> $"| `{kind}` | {scenario.Name} |"
          | None -> () ]
    |> String.concat "\n"

let private ofCauses =
    testList
        "each kind"
        [ for kind in Payload.kinds do
              testCase $"{kind} is published by something that happens" (fun () -> Expect.isSome (cause kind) $"nothing causes {kind}")

          testCase "and there are no others" (fun () ->
              let strange =
                  all |> List.collect (fun scenario -> scenario.Told) |> List.except Payload.kinds

              Expect.isEmpty strange "kinds"
              Expect.hasLength Payload.kinds 42 "kinds of events")

          testCase "docs/webhook-order.md says so" (fun () -> Polar.Tests.Approved.matches "docs/webhook-order.md" (page ())) ]

[<Tests>]
let tests = testList "webhooks by kind" [ ofOrder; ofBodies; ofCauses ]
