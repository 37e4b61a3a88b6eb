/// What customers have to their credit, or owe.
module Polar.FakeServer.Tests.Portal.Wallets.PortalWalletTests

open System
open Expecto
open Polar.FakeServer.Billing.Wallets
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal

[<Tests>]
let tests =
    testList
        "wallets in the portal"
        [ testCaseTask "show the balance in each currency, to their customer alone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! ada = Given.customer "ada@acme.dev" fake
                  let! bob = Given.customer "bob@acme.dev" fake
                  let id = Json.text "id" ada

                  let add currency amount =
                      fake.Engine.ExecuteAsync(fun transaction ->
                          WalletRules.Add(transaction, Guid.Parse id, currency, amount)
                          true)

                  let! _ = add "usd" 700L
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! _ = add "eur" -30L
                  let! _ = add "usd" -200L
                  let! token = Portal.session id fake
                  let! wallets = Portal.get token "wallets/" fake

                  Expect.equal
                      [ for item in Json.items "items" wallets.Json -> Json.text "currency" item, Json.whole "balance" item ]
                      [ "eur", -30L; "usd", 500L ]
                      "newest first"

                  let usd = Json.text "items.1.id" wallets.Json
                  let! one = Portal.get token $"wallets/{usd}" fake

                  Expect.equal
                      one.Text
                      $"""{{"id":"{usd}","created_at":"2026-03-01T12:00:00Z","modified_at":"2026-03-01T12:01:00Z","customer_id":"{id}","balance":500,"currency":"usd"}}"""
                      "one of them"

                  let! sorted = Portal.get token "wallets/?sorting=-balance" fake
                  Expect.equal (Json.text "items.0.currency" sorted.Json) "usd" "by balance"
                  let! bobs = Portal.session (Json.text "id" bob) fake
                  let! none = Portal.get bobs "wallets/" fake
                  Expect.equal (Json.whole "pagination.total_count" none.Json) 0L "none of another's"
                  let! foreign = Portal.get bobs $"wallets/{usd}" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign
              }) ]
