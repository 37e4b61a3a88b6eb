/// What an organization's status forbids, and how a test changes it.
module Polar.FakeServer.Tests.Organizations.OrganizationStatusTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private change (body: string) (fake: FakePolar) =
    Http.anonymous "PATCH" $"/_fake/organizations/{fake.Organization.Id}" (Some body) fake

let private become (status: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = change $$"""{"status":"{{status}}"}""" fake
        Expect.equal answer.Status 200 answer.Text
        Expect.equal (Json.text "status" answer.Json) status "status"
    }

let private confirm (checkout: JsonNode) (fake: FakePolar) =
    Http.anonymous "POST" $"""/v1/checkouts/client/{Json.text "client_secret" checkout}/confirm""" (Some Given.confirmation) fake

let private paying = [ "review"; "snoozed"; "active"; "offboarding" ]

let private notPaying = [ "created"; "denied"; "offboarded" ]

let private checkouts =
    [ for status in paying @ notPaying do
          testCaseTask $"an organization that is {status} is paid, or not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! customer = Given.customer "ada@polar.sh" fake
                  let! checkout = Given.checkout product customer fake
                  do! become status fake
                  let! answer = confirm checkout fake

                  if List.contains status paying then
                      Expect.equal answer.Status 200 answer.Text
                  else
                      answer
                      |> Refusal.domain 403 "PaymentNotReady" "Organization is not ready to accept payments"
              })

          testCaseTask $"an organization that is {status} gives things away" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Given.create "/v1/products/" """{"name":"Free","prices":[{"amount_type":"free"}]}""" fake

                  let! customer = Given.customer "ada@polar.sh" fake
                  let! checkout = Given.checkout product customer fake
                  do! become status fake
                  let! answer = confirm checkout fake
                  Expect.equal answer.Status 200 answer.Text
              }) ]

let private periodEnd (fake: FakePolar) : Task<string> =
    task {
        let! listed = Http.get "/v1/subscriptions/" fake
        return Json.text "items.0.current_period_end" listed.Json
    }

let private renewals =
    [ for status in paying @ notPaying ->
          testCaseTask $"an organization that is {status} renews, or not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 500L fake
                  let! _ = Given.purchase product "ada@polar.sh" fake
                  do! become status fake

                  let! _, events =
                      Events.during fake (fun () ->
                          task {
                              do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 40.0)
                              return ()
                          })

                  let! period = periodEnd fake

                  if List.contains status paying then
                      Expect.equal period "2026-05-01T12:00:00Z" "the next period"
                      Expect.contains events "subscription.cycled" "told"
                  else
                      Expect.equal period "2026-04-01T12:00:00Z" "the same period"
                      Expect.isEmpty events "nothing"
              }) ]

[<Tests>]
let tests =
    testList
        "statuses of organizations"
        [ testList "checkouts" checkouts
          testList "renewals" renewals

          testCaseTask "renewals that were left out happen once they may, one after the other" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 500L fake
                  let! _ = Given.purchase product "ada@polar.sh" fake
                  do! become "denied" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 70.0)
                  let! _, events = Events.during fake (fun () -> become "active" fake)

                  Expect.equal (events |> List.filter ((=) "subscription.cycled") |> List.length) 2 "two periods"

                  let! period = periodEnd fake
                  Expect.equal period "2026-06-01T12:00:00Z" "in time again"
              })

          testCaseTask "a blocked organization's buyers cannot go on, its customers keep what they have" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! customer = Given.customer "ada@polar.sh" fake
                  let! checkout = Given.checkout product customer fake

                  let! session =
                      fake.CreateTokenAsync(
                          FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse(Json.text "id" customer))
                      )

                  do! become "blocked" fake

                  let! answer =
                      Http.anonymous "GET" $"""/v1/checkouts/client/{Json.text "client_secret" checkout}""" None fake

                  answer |> Refusal.domain 403 "NotPermitted" "Not permitted"
                  let! own = Http.get "/v1/products/" fake
                  Expect.equal own.Status 401 "its token"

                  let! portal =
                      Http.raw fake (Http.request "GET" "/v1/customer-portal/license-keys/" (Some session) None)

                  Expect.equal portal.Status 200 portal.Text
              })

          testCaseTask "a test changes an organization by a function, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! changed, events =
                      Events.during fake (fun () -> fake.ChangeOrganizationAsync(fake.Organization.Id, fun organization -> organization))

                  Expect.equal changed fake.Organization "as it is"
                  Expect.isEmpty events "events"
              })

          testCaseTask "flags and settings are changed one by one, what follows from them with them" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      change
                          """{"feature_settings":{"disputes_enabled":true,"seat_based_pricing_enabled":false},"subscription_settings":{"proration_behavior":"invoice"}}"""
                          fake

                  Expect.isTrue (Json.flag "feature_settings.disputes_enabled" answer.Json) "changed"
                  Expect.isFalse (Json.flag "feature_settings.seat_based_pricing_enabled" answer.Json) "changed, too"
                  Expect.isTrue (Json.flag "feature_settings.member_model_enabled" answer.Json) "kept"
                  Expect.equal (Json.text "proration_behavior" answer.Json) "invoice" "follows"
                  let! read = Http.get $"/v1/organizations/{fake.Organization.Id}" fake
                  Expect.equal read.Text answer.Text "and stays"
              })

          testList
              "changes that are none"
              [ for body, sentence in
                    [ """{"slug":"other"}""", "An organization keeps its id and its slug."
                      """{"colour":"red"}""", "An organization has no 'colour'." ] ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = change body fake
                            Expect.equal answer.Status 400 answer.Text
                            Expect.equal (Json.text "detail" answer.Json) sentence "told"
                        }) ]

          testCaseTask "nobody's organization cannot be changed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "PATCH" "/_fake/organizations/nobody" (Some "{}") fake
                  Expect.equal answer.Status 404 answer.Text

                  let! gone =
                      fake.ChangeOrganizationAsync(Guid.Empty, fun organization -> organization)
                      |> Async.AwaitTask
                      |> Async.Catch

                  match gone with
                  | Choice2Of2(:? AggregateException as wrapped) ->
                      Expect.isTrue (wrapped.InnerException :? ArgumentException) wrapped.Message
                  | Choice2Of2 error -> Expect.isTrue (error :? ArgumentException) error.Message
                  | Choice1Of2 _ -> failtest "there is none"
              }) ]
