/// `polar-fake trigger`: every kind of event is caused in a running fake.
module Polar.FakeServer.Tests.CommandLine.TriggerTests

open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tests.CommandLine.Listening

let private on (fake: FakePolar) (arguments: string list) =
    run (arguments @ [ "--url"; string fake.Address ])

let private kinds = [ for kind in WebhookEventType.KnownValues -> kind.Value ]

[<Tests>]
let tests =
    testList
        "polar-fake trigger"
        [ for kind in kinds do
              testCaseTask $"causes {kind}" (fun () ->
                  task {
                      use! fake = listening ()
                      let! outcome = on fake [ "trigger"; kind ]
                      Expect.equal (outcome.Code, outcome.Error) (0, "") outcome.Output
                      Expect.contains (Events.types fake) kind "published"
                      Expect.stringEnds (outcome.Output.TrimEnd()) $"{kind} was caused." "said"
                  })

          testCaseTask "lists what it can do" (fun () ->
              task {
                  use! fake = listening ()
                  let! outcome = on fake [ "trigger" ]
                  Expect.equal outcome.Code 0 outcome.Error
                  Expect.equal [ for line in lines outcome.Output -> line.Split(' ')[0] ] kinds "all kinds, in Polar's order"
              })

          testCaseTask "puts what is given into the call that causes it" (fun () ->
              task {
                  use! fake = listening ()

                  let! outcome =
                      on
                          fake
                          [ "trigger"
                            "customer.created"
                            "--with"
                            "email=zoë@acme.dev"
                            "--with"
                            "metadata.plan=gold"
                            "--with"
                            "metadata.seats=3" ]

                  Expect.equal outcome.Code 0 outcome.Error
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.text "email" customer) "zoë@acme.dev" "a text"
                  Expect.equal ((Json.at "metadata" customer).ToJsonString()) """{"plan":"gold","seats":3}""" "into an object; a number"
              })

          for arguments, expected in
              [ [ "trigger"; "order.payed" ], "There is no event \"order.payed\""
                [ "trigger"; "order.paid"; "--with"; "x" ], "\"x\" is not name=value"
                [ "trigger"; "order.paid"; "--with"; "a=1"; "--with"; "a.b=2" ], "goes into what is no object"
                [ "trigger"; "customer.created"; "--with"; "email=nobody" ], "" ] do
              testCaseTask $"""refuses {String.concat " " arguments}""" (fun () ->
                  task {
                      use! fake = listening ()
                      let! outcome = on fake arguments
                      Expect.equal outcome.Code 2 outcome.Output
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error
                      Expect.stringContains outcome.Error expected "why"
                  }) ]
