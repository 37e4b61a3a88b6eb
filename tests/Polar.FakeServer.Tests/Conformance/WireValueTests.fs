/// What values look like on the wire, whichever resource they are of: instants, ids, amounts, what changes and what is deleted.
module Polar.FakeServer.Tests.Conformance.WireValueTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Conformance.Walk

let private instant =
    Regex @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(?!000000)\d{6})?Z\z"

let private uuid =
    Regex @"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z"

let private currency = Regex @"\A[a-z]{3}\z"

/// Ids that others gave: they have the form that those like.
let private foreign =
    set
        [ "external_id"
          "external_customer_id"
          "processor_id"
          "guild_id"
          "role_id"
          "account_id"
          "invoice_id"
          "tax_id"
          "customer_tax_id"
          "client_id" ]

/// What merchants, buyers and those who handle payments filled in themselves.
let private own =
    set
        [ "metadata"
          "custom_field_data"
          "customer_metadata"
          "user_metadata"
          "payment_processor_metadata" ]

let private money =
    Regex @"(\A|_)(amount|balance|price|fee|total)(\z|_(cents|due)\z)|_amount\z"

/// What is wrong with a value under a name; nothing where it is as it should be.
let private wrong (name: string) (value: JsonValue) : string option =
    match value.GetValueKind() with
    | JsonValueKind.String ->
        let text = value.GetValue<string>()

        if Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\dT") && not (instant.IsMatch text) then
            Some "no instant"
        elif
            (name = "id" || name.EndsWith "_id")
            && not (foreign.Contains name)
            && not (uuid.IsMatch text)
        then
            Some "no id"
        elif (name = "currency" || name.EndsWith "_currency") && not (currency.IsMatch text) then
            Some "no currency"
        else
            None
    | JsonValueKind.Number when
        money.IsMatch name
        && value.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') >= 0
        ->
        Some "no whole number of cents"
    | _ -> None

/// Every value with its place that is not as it should be.
let rec private faults (place: string) (name: string) (node: JsonNode | null) : string list =
    match node with
    | :? JsonObject as members ->
        [ for entry in members do
              if not (own.Contains entry.Key) then
                  yield! faults $"{place}.{entry.Key}" entry.Key entry.Value ]
    | :? JsonArray as items ->
        [ for item in items do
              yield! faults place name item ]
    | :? JsonValue as value ->
        [ for fault in Option.toList (wrong name value) do
              $"{place} = {value.ToJsonString()}: {fault}" ]
    | _ -> []

/// Lists that there are, which a plain request gets.
let private lists =
    Operations.all
    |> List.filter (fun route ->
        route.Method = "GET"
        && route.Path.Length = 0
        && not (route.Template.EndsWith "/export")
        // It answers a request that it is told nothing of.
        && route.Id <> "oauth2:authorize"
        // They want to know of which subscription or order.
        && not (route.Id.EndsWith ":list_seats"))

let private sample =
    [ testCaseTask "every value of every list is as it should be" (fun () ->
          task {
              use! fake = Fake.startWith (fun options -> options.Empty <- false)
              let! party = party fake None

              // A customer that is one person has no members.
              let team =
                  fake.World.Customers.Of fake.Organization.Id
                  |> Seq.find (fun row -> row.Resource :? Polar.Functional.Contracts.CustomerTeam)

              let! ofTeam = partyOf fake fake.Organization.Id team.Id None
              let mutable seen = 0

              for route in lists do
                  let asking =
                      if route.Id.StartsWith "customer_portal:members:" then
                          ofTeam
                      else
                          party

                  match tokenFor asking route with
                  | None -> ()
                  | Some token ->
                      let path = route.Template + "?limit=100&" + requiredQuery route ""
                      let! status, text, _ = send party.Client "GET" path (Some token) Body.Nothing
                      Expect.equal status 200 $"{route.Id}: {text}"
                      let answer = JsonNode.Parse text
                      seen <- seen + text.Length
                      Expect.equal (faults route.Id "" answer) [] route.Id

              Expect.isGreaterThan seen 100_000 "there was much to look at"
          })
      testCaseTask "every value of every event is as it should be" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.monthly 1900L fake
              let! _ = Given.purchase product "ada@acme.dev" fake
              do! fake.Clock.AdvanceAsync "P2M"
              Expect.isGreaterThan fake.Webhooks.Events.Count 10 "there were many"

              for event in fake.Webhooks.Events do
                  Expect.equal (faults event.Type "" (JsonNode.Parse event.Json)) [] event.Type
          }) ]

/// A moment at which things are made, and how that is written.
let private moments =
    [ 0L, "2026-03-01T12:00:00Z"
      1200L, "2026-03-01T12:00:00.000120Z"
      5_000_000L, "2026-03-01T12:00:00.500000Z"
      1_234_567L, "2026-03-01T12:00:00.123456Z"
      9_999_999L, "2026-03-01T12:00:00.999999Z"
      9L, "2026-03-01T12:00:00Z" ]
    |> List.map (fun (ticks, expected) ->
        testCaseTask $"an instant {ticks} ticks behind the second is written as {expected}" (fun () ->
            task {
                let start = Fake.startTime.AddTicks ticks

                use! fake =
                    Fake.startWith (fun options ->
                        options.StartTime <- start
                        options.WallClock <- StandingClock start)

                let! product = Given.oneTime 500L fake
                Expect.equal (Json.text "created_at" product) expected "of what was made"
                let! read = Http.get $"""/v1/products/{Json.text "id" product}""" fake
                Expect.equal (Json.text "created_at" read.Json) expected "and later"
                let! health = Http.anonymous "GET" "/_fake/clock" None fake
                Expect.equal (Json.text "now" health.Json) expected "of the clock"
            }))

/// What can be made, changed and deleted: where, by what, what a change names that changes nothing, and what an empty change is.
let private things =
    [ "/v1/products/", """{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}]}""", """{"name":"Pro"}""", "{}"
      "/v1/customers/", """{"email":"ada@acme.dev","name":"Ada"}""", """{"name":"Ada"}""", "{}"
      "/v1/discounts/", """{"type":"percentage","basis_points":1000,"duration":"once","name":"Ten"}""", """{"name":"Ten"}""", "{}"
      "/v1/benefits/",
      """{"type":"custom","description":"Note","properties":{"note":"x"}}""",
      """{"type":"custom","description":"Note"}""",
      """{"type":"custom"}"""
      "/v1/custom-fields/",
      """{"type":"text","slug":"size","name":"Size","properties":{}}""",
      """{"type":"text","name":"Size"}""",
      """{"type":"text"}"""
      "/v1/webhooks/endpoints",
      """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}""",
      """{"url":"https://acme.dev/hook"}""",
      "{}" ]

let private notFound = 404, """{"error":"ResourceNotFound","detail":"Not found"}"""

let private life =
    [ for path, body, same, empty in things do
          let at (thing: JsonNode) =
              path.TrimEnd '/' + "/" + Json.text "id" thing

          testCaseTask $"{path}: what was made has not been modified, and a change of nothing does not modify it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.create path body fake
                  Expect.isTrue (Json.isNull "modified_at" made) "not yet"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)
                  let! answer = Http.patch (at made) empty fake
                  Expect.equal answer.Status 200 answer.Text
                  Expect.isTrue (Json.isNull "modified_at" answer.Json) "nothing was sent"
              })

          testCaseTask $"{path}: a change to what it is already" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.create path body fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)
                  let! answer = Http.patch (at made) same fake
                  Expect.equal answer.Status 200 answer.Text

                  if path = "/v1/customers/" || path = "/v1/webhooks/endpoints" then
                      Expect.equal (Json.text "modified_at" answer.Json) "2026-03-01T12:01:00Z" "modifies it all the same"
                  else
                      Expect.isTrue (Json.isNull "modified_at" answer.Json) "modifies nothing here"
              })

          testCaseTask $"{path}: what was deleted is gone, and can be deleted no more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.create path body fake
                  let! deleted = Http.delete (at made) fake
                  Expect.equal (deleted.Status, deleted.Text) (204, "") "deleted"

                  for ask in [ Http.get (at made); Http.patch (at made) same; Http.delete (at made) ] do
                      let! answer = ask fake
                      Expect.equal (answer.Status, answer.Text) notFound "gone"

                  let! list = Http.get path fake
                  Expect.equal (Json.whole "pagination.total_count" list.Json) 0L "from lists too"
              }) ]

[<Tests>]
let tests =
    testList
        "values on the wire"
        [ testList "samples" sample
          testList "instants" moments
          testList "what becomes of things" life ]
