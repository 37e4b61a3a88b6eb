/// The further paths of sessions: those of older clients, and what Polar's own page calls.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutPathTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private old (path: string) =
    path.Replace("/v1/checkouts/", "/v1/checkouts/custom/")

/// Two fakes in which the same has happened: what is asked at the old path of the one answers as at the path of the other.
let private same (session: string -> FakePolar -> Task<JsonNode>) (ask: (string -> string) -> JsonNode -> FakePolar -> Task<Answer>) =
    task {
        use! one = Fake.start ()
        use! other = Fake.start ()

        let play (path: string -> string) (fake: FakePolar) =
            task {
                let! product = Buying.once (Buying.fixedPrice 1000) fake
                let! made = session product fake
                return! ask path made fake
            }

        let! now = play id one
        let! before = play old other
        Expect.isTrue (now.Status < 500) now.Text
        Expect.equal (before.Status, before.Text) (now.Status, now.Text) "the same answer"
        Expect.equal (Map.remove "date" before.Headers) (Map.remove "date" now.Headers) "and the same headers"
    }

let private plain (product: string) (fake: FakePolar) = Buying.session product "" fake

let private merchants: (string * ((string -> string) -> JsonNode -> FakePolar -> Task<Answer>)) list =
    [ "makes a session",
      fun path session fake ->
          Http.post (path "/v1/checkouts/") $"""{{"products":["{Json.text "product_id" session}"],"payment_processor":"stripe"}}""" fake
      "makes one by the product's id",
      fun path session fake -> Http.post (path "/v1/checkouts/") $"""{{"product_id":"{Json.text "product_id" session}"}}""" fake
      "is refused", (fun path _ fake -> Http.post (path "/v1/checkouts/") """{"products":[]}""" fake)
      "lists them", (fun path _ fake -> Http.get (path "/v1/checkouts/?status=open") fake)
      "reads one", (fun path session fake -> Http.get (path $"""/v1/checkouts/{Json.text "id" session}""") fake)
      "misses one", (fun path _ fake -> Http.get (path $"/v1/checkouts/{unknown}") fake)
      "changes one",
      fun path session fake -> Http.patch (path $"""/v1/checkouts/{Json.text "id" session}""") """{"metadata":{"a":"b"}}""" fake
      "has no token", (fun path _ fake -> Http.anonymous "GET" (path "/v1/checkouts/") None fake)
      "takes another method", (fun path _ fake -> Http.delete (path "/v1/checkouts/") fake) ]

let private buyers: (string * ((string -> string) -> JsonNode -> FakePolar -> Task<Answer>)) list =
    [ "reads the session", (fun path session fake -> Http.anonymous "GET" (path (Buying.path session)) None fake)
      "fills it in",
      fun path session fake -> Http.anonymous "PATCH" (path (Buying.path session)) (Some """{"customer_email":"ada@acme.dev"}""") fake
      "confirms it",
      fun path session fake -> Http.anonymous "POST" (path (Buying.path session + "/confirm")) (Some(Buying.french "ada@acme.dev")) fake
      "forgets everything", fun path session fake -> Http.anonymous "POST" (path (Buying.path session + "/confirm")) (Some "{}") fake
      "looks at it",
      fun path session fake -> Http.anonymous "POST" (path (Buying.path session + "/opened")) (Some """{"distinct_id":"somebody"}""") fake
      "has a wrong secret", (fun path _ fake -> Http.anonymous "GET" (path "/v1/checkouts/client/polar_c_nobody") None fake)
      "comes too late",
      fun path session fake ->
          task {
              do! fake.Clock.AdvanceAsync "P2D"
              return! Http.anonymous "GET" (path (Buying.path session)) None fake
          } ]

let private opened =
    [ testCaseTask "the first look counts, and nobody is told of it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = Buying.session product "" fake

              let look () =
                  Http.anonymous "POST" (Buying.path session + "/opened") (Some "{}") fake

              do! fake.Clock.AdvanceAsync "PT1M"
              let! first, types = Events.during fake look
              Expect.equal (first.Status, Json.text "id" first.Json) (200, Json.text "id" session) first.Text
              Expect.isTrue (Json.has "organization" first.Json) "as the buyer sees it"
              Expect.isEmpty types "no webhook"
              Expect.equal (Json.text "modified_at" first.Json) "2026-03-01T12:01:00Z" "noted"
              do! fake.Clock.AdvanceAsync "PT1M"
              let! second = look ()
              Expect.equal second.Text first.Text "once"
          })

      testCaseTask "needs an object, the right secret, and a session whose time is not up" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = Buying.session product "" fake
              let path = Buying.path session + "/opened"
              let! nothing = Http.anonymous "POST" path (Some "[]") fake
              Expect.equal nothing.Status 422 nothing.Text
              let! wrong = Http.anonymous "POST" path (Some """{"distinct_id":1}""") fake
              Expect.equal (Faults.all wrong) [ "string_type", """["body","distinct_id"]""", "Input should be a valid string" ] wrong.Text

              let! nobody's =
                  Http.anonymous "POST" "/v1/checkouts/client/polar_c_nobody/opened" (Some "{}") fake

              Expect.equal nobody's.Status 404 nobody's.Text
              do! fake.Clock.AdvanceAsync "P2D"
              let! late = Http.anonymous "POST" path (Some "{}") fake
              Faults.domain late 410 "ExpiredCheckoutError" "This checkout session has expired."
          }) ]

[<Tests>]
let tests =
    testList
        "further paths of sessions"
        [ testList
              "older clients get the same where the merchant"
              [ for name, ask in merchants -> testCaseTask name (fun () -> task { do! same plain ask }) ]
          testList
              "older clients get the same where the buyer"
              [ for name, ask in buyers -> testCaseTask name (fun () -> task { do! same plain ask }) ]
          testList "a look at a session" opened ]
