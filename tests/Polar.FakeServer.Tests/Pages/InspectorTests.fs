/// The inspector's pages: what they show of the world.
module Polar.FakeServer.Tests.Pages.InspectorTests

open System
open System.Net.Http
open System.Text
open System.Security.Cryptography
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Customers
open Polar.FakeServer.Entitlements.Integrations
open Polar.FakeServer.Execution
open Polar.FakeServer.Identity
open Polar.FakeServer.OAuth2.Authorization
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Registration
open Polar.FakeServer.Storage
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control

let private pages =
    [ "/_fake/"
      "/_fake/inspect"
      "/_fake/inspect/requests"
      "/_fake/inspect/webhooks"
      "/_fake/inspect/jobs"
      "/_fake/inspect/mails"
      "/_fake/inspect/faults"
      "/_fake/inspect/snapshots" ]

let private kinds = lazy Modules.Composed.Kinds.Value

/// Rows that are settings of the fake rather than things of its world.
let private settings = [ typeof<IntegrationStates>; typeof<SignedInUserRow> ]

let private hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"

let private ofTheWhole =
    [ testCaseTask "the first page is for browsers; programs are told what calls there are, as before" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in [ "/_fake"; "/_fake/" ] do
                  let! page = Browsing.opened path fake
                  Expect.equal page.Headers["content-type"] "text/html; charset=utf-8" path
                  Browsing.shows fake.Organization.Name page
                  let! told = Http.anonymous "GET" path None fake
                  Expect.equal (told.Status, Json.text "error" told.Json) (404, "NotFound") path
          })

      testCaseTask "nothing may be loaded from elsewhere, sent elsewhere, or shown in a frame, and no script stands in a page" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in pages do
                  let! page = Browsing.opened path fake

                  Expect.equal
                      page.Headers["content-security-policy"]
                      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                      path

                  Expect.equal page.Headers["cache-control"] "no-store" path
                  Expect.isFalse (Regex.IsMatch(page.Text, @"<script(?! src=""/assets/inspector\.js"" defer>)")) path
                  Expect.isFalse (Regex.IsMatch(page.Text, @"<[^>]* (on\w+|style)=")) path
          })

      testCaseTask "what its pages load is there" (fun () ->
          task {
              use! fake = Fake.start ()

              for asset, kind in
                  [ "inspector.js", "text/javascript"
                    "inspector.css", "text/css"
                    "pages.css", "text/css" ] do
                  let! answer = Http.anonymous "GET" $"/assets/{asset}" None fake
                  Expect.equal answer.Status 200 asset
                  Expect.stringContains answer.Headers["content-type"] kind asset
          })

      testCaseTask "every field has a label, every table and list a name, and every page one heading" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started

              for path in
                  pages
                  @ [ "/_fake/inspect/orders"; $"""/_fake/inspect/orders/{names["ORDER"]}""" ] do
                  let! page = Browsing.opened path fake

                  for found in Regex.Matches(page.Text, "<(input|select|textarea) ([^>]*)>") do
                      let attributes = found.Groups[2].Value
                      let id = Regex.Match(attributes, "id=\"([^\"]*)\"").Groups[1].Value

                      let isUnnamed =
                          attributes.Contains "type=\"hidden\"" || attributes.Contains "type=\"checkbox\""

                      Expect.isTrue (isUnnamed || page.Text.Contains $"for=\"{id}\"") $"{path}: {attributes}"

                  let ids =
                      [ for found in Regex.Matches(page.Text, " id=\"([^\"]*)\"") -> found.Groups[1].Value ]

                  Expect.equal (List.distinct ids) ids $"{path}: ids are unique"
                  Expect.hasLength (Regex.Matches(page.Text, "<h1") |> List.ofSeq) 1 path
                  Expect.stringContains page.Text "<html lang=\"en\"" path
          })

      testCaseTask "every link on every page leads somewhere, and no page shows a secret" (fun () ->
          task {
              let! started, _ = Controlled.start ()
              use fake = started

              let! key =
                  fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, Role = FakeUserRole.Owner))

              let secrets = [ fake.AccessToken; string fake.WebhookSecret; key ]
              let seen = Collections.Generic.HashSet<string>()
              let left = Collections.Generic.Queue<string>(pages)

              while left.Count > 0 && seen.Count < 600 do
                  let path = left.Dequeue()

                  if seen.Add path then
                      let! page = Browsing.visit path fake
                      Expect.isTrue (page.Status = 200 || page.Status = 303) $"{path} answers {page.Status}"

                      for secret in secrets do
                          Expect.isFalse (page.Text.Contains secret) $"{path} shows {secret}"

                      for link in Browsing.links page do
                          if link.StartsWith "/_fake" then
                              left.Enqueue link

              Expect.isGreaterThan seen.Count 150 "pages"
          })

      testCaseTask "what is not there is told on a page" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in
                  [ "/_fake/inspect/nothing"
                    $"/_fake/inspect/orders/{unknown}"
                    "/_fake/inspect/orders/x"
                    "/_fake/inspect/requests/7"
                    "/_fake/inspect/webhooks/0"
                    "/_fake/inspect/webhooks/x"
                    "/_fake/inspect/jobs/1/2/3" ] do
                  let! page = Browsing.visit path fake
                  Expect.equal page.Status 404 path
                  Browsing.shows "Nothing is here" page
          })

      testCaseTask "whoever only asks for a page's headers gets these" (fun () ->
          task {
              use! fake = Fake.start ()

              let! answer =
                  Http.raw fake (new HttpRequestMessage(HttpMethod.Head, "/_fake/inspect/jobs"))

              Expect.equal (answer.Status, answer.Text) (200, "") "nothing but headers"
          }) ]

let private ofResources =
    [ testCase "every table of the world can be looked at, and no kind is called as a page is"
      <| fun () ->
          let rows =
              [ for found in typeof<FakePolar>.Assembly.GetTypes() do
                    let isRow =
                        found.GetInterfaces()
                        |> Array.exists (fun one ->
                            one.IsGenericType
                            && one.Namespace = typeof<TableDefinition>.Namespace
                            && one.Name = "IRow`1"
                            && one.GetGenericArguments()[0] = found)

                    if isRow && not (List.contains found settings) then
                        let table = found.GetProperty "Table" |> Unchecked.nonNull
                        (table.GetValue null |> Unchecked.nonNull :?> TableDefinition).Name ]

          let names = [ for kind in kinds.Value -> kind.Name ]
          Expect.equal (List.distinct names) names "each once"
          Expect.isEmpty (List.except names rows) "tables that nobody sees"
          Expect.contains names "events" "usage events, which are no table"

          for page in
              [ "requests"
                "webhooks"
                "jobs"
                "mails"
                "faults"
                "snapshots"
                "do"
                "stream" ] do
              Expect.isFalse (List.contains page names) page

      testCaseTask "each kind has a list, and each thing in it a page with its JSON" (fun () ->
          task {
              use! fake =
                  Fake.startWith (fun options ->
                      options.Empty <- false
                      options.SampleData <- FakeSampleData.Full)

              let mutable shown = 0

              for kind in kinds.Value do
                  let! list = Browsing.opened $"/_fake/inspect/{kind.Name}" fake
                  Browsing.shows kind.Title list

                  let own =
                      Browsing.links list
                      |> List.filter (fun link -> link.StartsWith $"/_fake/inspect/{kind.Name}/")

                  Expect.equal (List.isEmpty own) (kind.Count fake.World = 0) kind.Name

                  for link in List.truncate 3 own do
                      let! page = Browsing.opened link fake
                      Expect.stringContains page.Text "<pre class=\"json\"" link
                      shown <- shown + 1

              Expect.isGreaterThan shown 40 "things"
          })

      testCaseTask "a thing is shown as the API shows it, and its ids lead on" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! order = Http.get $"""/v1/orders/{names["ORDER"]}""" fake
              let! page = Browsing.opened $"""/_fake/inspect/orders/{names["ORDER"]}""" fake

              let json =
                  Regex.Match(page.Text, "<pre class=\"json\"[^>]*>(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value

              let shown = Net.WebUtility.HtmlDecode(Regex.Replace(json, "<[^>]*>", "")) |> string
              Expect.equal ((Json.parse shown).ToJsonString()) (order.Json.ToJsonString()) "the same JSON"
              let links = Browsing.links page

              for member', kind in
                  [ "customer_id", "customers"
                    "product_id", "products"
                    "customer.organization_id", "organizations" ] do
                  Expect.contains links $"/_fake/inspect/{kind}/{Json.text member' order.Json}" member'

              Browsing.shows $"""GET /v1/orders/{names["ORDER"]}""" page
          })

      testCaseTask "what refers to a thing is counted, and listed" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let path = $"""/_fake/inspect/customers/{names["CUSTOMER"]}"""
              let! page = Browsing.opened path fake

              let referring =
                  Browsing.links page |> List.filter (fun link -> link.Contains "?refers=")

              for kind in [ "orders"; "subscriptions"; "payments"; "payment_methods"; "members" ] do
                  Expect.contains referring $"""/_fake/inspect/{kind}?refers={names["CUSTOMER"]}""" kind

              Expect.isFalse
                  (referring
                   |> List.exists (fun link -> link.StartsWith "/_fake/inspect/customers"))
                  "not itself"

              let! orders =
                  Browsing.opened $"""/_fake/inspect/orders?refers={names["CUSTOMER"]}""" fake

              let own =
                  Browsing.links orders
                  |> List.filter (fun link -> link.StartsWith "/_fake/inspect/orders/")

              let! expected = Http.get $"""/v1/orders/?customer_id={names["CUSTOMER"]}""" fake
              Expect.equal own.Length (Json.items "items" expected.Json).Length "its orders and no other"
              Expect.contains own $"""/_fake/inspect/orders/{names["ORDER"]}""" "that one"
          })

      testCaseTask "a list is read page by page, the newest first, and each thing is there once" (fun () ->
          task {
              use! fake = Fake.start ()

              for number in 1..120 do
                  let! _ = Given.customer $"c{number}@acme.dev" fake
                  ()

              let seen = ResizeArray<string>()
              let mutable next = Some "/_fake/inspect/customers"
              let mutable count = 0

              while next.IsSome do
                  let! page = Browsing.opened next.Value fake

                  seen.AddRange(
                      Browsing.links page
                      |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/")
                  )

                  next <- Browsing.links page |> List.tryFind (fun link -> link.Contains "before=")
                  count <- count + 1

              Expect.equal count 3 "pages"
              Expect.equal seen.Count 120 "all"
              Expect.equal (Seq.length (Seq.distinct seen)) 120 "each once"
              let! first = Http.get "/v1/customers/?limit=1&sorting=-created_at" fake

              Expect.isTrue
                  (Seq.exists (fun (link: string) -> link.EndsWith(Json.text "items.0.id" first.Json)) (Seq.truncate 50 seen))
                  "newest"
          })

      testCaseTask "a list is searched, and narrowed to an organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! ada = Given.customer "ada@acme.dev" fake
              let! _ = Given.customer "eve@acme.dev" fake
              let! other = fake.CreateOrganizationAsync "other"

              let! bob =
                  Http.raw fake (Http.request "POST" "/v1/customers/" (Some other.AccessToken) (Some """{"email":"bob@acme.dev"}"""))

              let id = Json.text "id" ada

              for query, expected in
                  [ "q=ADA%40", [ id ]
                    $"q={id.Substring(0, 13)}", [ id ]
                    "q=nobody", []
                    "organization=other", [ Json.text "id" bob.Json ]
                    $"organization={other.Id}&q=bob", [ Json.text "id" bob.Json ]
                    "organization=other&q=ada%40", []
                    "organization=nobody", [] ] do
                  let! page = Browsing.opened $"/_fake/inspect/customers?{query}" fake

                  Expect.equal
                      (Browsing.links page
                       |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/"))
                      [ for id in expected -> $"/_fake/inspect/customers/{id}" ]
                      query
          })

      testCaseTask "a search looks at all that the JSON of a thing has" (fun () ->
          task {
              use! fake = Fake.start ()

              let! ada =
                  Given.create "/v1/customers/" """{"email":"ada@acme.dev","metadata":{"crm":"Zürich \"7\""}}""" fake

              let! _ = Given.customer "eve@acme.dev" fake

              for text in [ "zürich \"7\""; "CRM" ] do
                  for path in [ "/_fake/inspect"; "/_fake/inspect/customers" ] do
                      let! page = Browsing.opened $"{path}?q={Uri.EscapeDataString text}" fake

                      Expect.equal
                          (Browsing.links page
                           |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/"))
                          [ $"""/_fake/inspect/customers/{Json.text "id" ada}""" ]
                          $"{path} {text}"
          })

      testCaseTask "a list looks at what it shows, however long it is, and a search at so many things" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _ =
                  fake.Engine.ExecuteAsync(fun transaction ->
                      for number in 1..3000 do
                          CustomerRules.AddPerson(transaction, fake.Organization.Id, $"c{number}@acme.dev")
                          |> ignore

                      true)

              let kind = kinds.Value |> Seq.find (fun kind -> kind.Name = "customers")

              let reading =
                  Transaction(fake.World, Caller.Background, fake.Clock.UtcNow, fake.Engine.Settings)

              for query, looked, found in
                  [ ResourceQuery(Limit = 50, MostLooked = 1000), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, OrganizationId = fake.Organization.Id), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, Before = 100L), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, Text = "c2950@", MostRead = 10), 1000, 1
                    ResourceQuery(Limit = 50, MostLooked = 1000, Text = "c17@"), 1000, 0 ] do
                  let page = kind.List(reading, query)
                  Expect.equal (page.Looked, page.Items.Count) (looked, found) $"{query}"
                  Expect.isTrue page.Next.HasValue "it goes on"
          })

      testCaseTask "everything is searched at once; an id leads to what it stands for" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! page = Browsing.opened "/_fake/inspect?q=ada%40acme.dev" fake
              let links = Browsing.links page
              Expect.contains links $"""/_fake/inspect/customers/{names["CUSTOMER"]}""" "the customer"
              Expect.contains links $"""/_fake/inspect/orders/{names["ORDER"]}""" "the order of that customer"

              let! moved =
                  Browsing.visit $"""/_fake/inspect?q=%%20{names["SUBSCRIPTION"]}%%20""" fake

              Expect.equal
                  (moved.Status, moved.Headers["location"])
                  (303, $"""/_fake/inspect/subscriptions/{names["SUBSCRIPTION"]}""")
                  "an id"

              let! nothing = Browsing.opened "/_fake/inspect?q=no+such+thing" fake
              Browsing.shows "Nothing like that" nothing
          })

      testCaseTask "names and metadata are text, whatever they look like" (fun () ->
          task {
              use! fake = Fake.start ()
              let name = hostile.Replace("\"", "\\\"")

              let! product =
                  Given.create
                      "/v1/products/"
                      $$$"""{"name":"{{{name}}}","description":"</pre></script>","prices":[{"amount_type":"fixed","price_amount":1900}],"metadata":{"<script>alert(1)</script>":"{{{name}}}","__proto__":"x","token":"kept"}}"""
                      fake

              let id = Json.text "id" product
              let! _ = Http.post "/v1/products/" $$"""{"name":"{{name}}"}""" fake
              let encoded = Uri.EscapeDataString hostile

              for path in
                  [ "/_fake/"
                    "/_fake/inspect/products"
                    $"/_fake/inspect/products/{id}"
                    $"/_fake/inspect?q={encoded}"
                    $"/_fake/inspect/products?q={encoded}"
                    $"/_fake/inspect/products?organization={encoded}"
                    "/_fake/inspect/requests"
                    $"/_fake/inspect/requests?path={encoded}"
                    "/_fake/inspect/requests/1"
                    "/_fake/inspect/requests/2"
                    "/_fake/inspect/webhooks"
                    "/_fake/inspect/webhooks/1"
                    $"/_fake/inspect/{encoded}" ] do
                  let! page = Browsing.visit path fake
                  Expect.isFalse (page.Text.Contains "<script>alert") path
                  Expect.isFalse (page.Text.Contains "<img") path
                  Expect.isFalse (page.Text.Contains "</pre></script>") path

              let! page = Browsing.opened $"/_fake/inspect/products/{id}" fake
              Browsing.shows "<script>alert(1)</script>" page
              Browsing.shows "\"token\" : \"kept\"" page
          }) ]

let private ofRequests =
    [ testCaseTask "requests are listed, the latest first, with what was sent and why it was refused" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _ = Given.customer "ada@acme.dev" fake
              let! _ = Http.post "/v1/customers/" """{"email":"no address"}""" fake
              let! page = Browsing.opened "/_fake/inspect/requests" fake

              let links =
                  Browsing.links page
                  |> List.filter (fun link -> link.StartsWith "/_fake/inspect/requests/")

              Expect.equal links [ "/_fake/inspect/requests/2"; "/_fake/inspect/requests/1" ] "the latest first"
              Browsing.shows "\"email\":\"no address\"" page
              Browsing.shows "body.individual.email: value is not a valid email address" page
              Expect.stringContains page.Text "<li class=\"refused\">" "in red"
              let! one = Browsing.opened "/_fake/inspect/requests/2" fake
              Browsing.shows "customers:create" one
              Browsing.shows "RequestValidationError" one

              let! refused =
                  Browsing.opened "/_fake/inspect/requests?failed=true&path=&operation=customers%3Acreate" fake

              Browsing.hides "ada@acme.dev" refused
              Browsing.shows "no address" refused
              let! wrong = Browsing.visit "/_fake/inspect/requests?status=ok" fake
              Expect.equal wrong.Status 400 wrong.Text
              Browsing.shows "'status' is a whole number, 100 at least." wrong
          })

      testCaseTask "secrets are left out of them as everywhere" (fun () ->
          task {
              use! fake = Fake.start ()
              let! customer = Given.customer "ada@acme.dev" fake

              let! session =
                  Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake

              let! _ =
                  Http.anonymous "POST" "/v1/customer-portal/customer-session/authenticate" (Some """{"code":"SECRET"}""") fake

              for path in
                  [ "/_fake/inspect/requests"
                    "/_fake/inspect/requests/2"
                    "/_fake/inspect/requests/3" ] do
                  let! page = Browsing.opened path fake
                  Expect.isFalse (page.Text.Contains(Json.text "token" session)) path
                  Expect.isFalse (page.Text.Contains "SECRET") path
          }) ]

let private ofOthers =
    [ testCaseTask "events are listed with their deliveries; one has its body, its attempts and a signature that is right" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! list = Browsing.opened "/_fake/inspect/webhooks" fake
              Browsing.shows "order.paid" list
              Browsing.shows "1 attempt, last 202" list
              let number = Events.types fake |> List.findIndex ((=) "order.paid") |> (+) 1
              let! page = Browsing.opened $"/_fake/inspect/webhooks/{number}" fake
              Browsing.shows "\"type\" : \"order.paid\"" page
              Browsing.shows "202" page
              let text = Browsing.text page

              let header name =
                  Regex.Match(text, $@"{name}: (\S+)").Groups[1].Value

              let event = fake.Webhooks.Events[number - 1]

              let key =
                  Convert.FromBase64String((string fake.WebhookSecret).Substring "whsec_".Length)

              let signed = $"""{header "webhook-id"}.{header "webhook-timestamp"}.{event.Json}"""

              let mac =
                  HMACSHA256.HashData(key, Encoding.UTF8.GetBytes signed)
                  |> Convert.ToBase64String

              Expect.equal (header "webhook-signature") $"v1,{mac}" "the signature"
              Expect.isFalse (page.Text.Contains(string fake.WebhookSecret)) "not the secret"
              Expect.isTrue (names.ContainsKey "EVENT") "there is one"
          })

      testCaseTask "what is to come is listed in its order, and what failed with its error" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.monthly 1900L fake
              let! _ = Given.purchase product "ada@acme.dev" fake
              let! page = Browsing.opened "/_fake/inspect/jobs" fake
              Browsing.shows "Subscription cycle" page
              Browsing.shows "2026-04-01 12:00:00" page

              let subscription =
                  Seq.exactlyOne (fake.World.Table<Billing.Subscriptions.SubscriptionRow>().All)

              Expect.contains (Browsing.links page) $"/_fake/inspect/subscriptions/{subscription.Id}" "what it is about"
              Browsing.hides "Failed" page

              let! _ =
                  fake.Engine.ExecuteAsync(fun transaction ->
                      transaction.Park(ParkedJob("BillPeriodJob", transaction.Now, InvalidOperationException "made to fail"))
                      true)

              let! failed = Browsing.opened "/_fake/inspect/jobs" fake
              Browsing.shows "InvalidOperationException: made to fail" failed
              let! overview = Browsing.opened "/_fake/" fake
              Browsing.shows "1 job has failed." overview
          })

      testCaseTask "e-mails are listed with what their readers act with" (fun () ->
          task {
              let! started, _ = Controlled.start ()
              use fake = started
              let mail = fake.Emails.Last("grace@acme.dev", "seat_invitation")
              let! page = Browsing.opened "/_fake/inspect/mails" fake
              Browsing.shows mail.Subject page
              Browsing.shows "grace@acme.dev" page
              Browsing.shows (string mail.Token) page
          })

      testCaseTask "an open page is told of changes" (fun () ->
          task {
              use! fake = Fake.start ()
              use client = fake.CreateHttpClient()

              use! answer =
                  client.SendAsync(
                      new HttpRequestMessage(HttpMethod.Get, "/_fake/inspect/stream"),
                      HttpCompletionOption.ResponseHeadersRead
                  )

              Expect.equal (string answer.Content.Headers.ContentType) "text/event-stream; charset=utf-8" "type"
              use! stream = answer.Content.ReadAsStreamAsync()
              use reader = new IO.StreamReader(stream)
              use limit = new Threading.CancellationTokenSource(TimeSpan.FromSeconds 20.)

              let next () =
                  task {
                      let mutable data = ""

                      while not (data.StartsWith "data: ") do
                          let! line = reader.ReadLineAsync limit.Token
                          data <- line |> Unchecked.nonNull

                      return data
                  }

              let! first = next ()
              Expect.equal first "data: 0" "it is there"

              for number, change in
                  [ 1, (fun () -> Given.customer "ada@acme.dev" fake :> Task)
                    2, (fun () -> Http.get "/v1/products/" fake :> Task)
                    3, (fun () -> Task.FromResult(fake.Faults.Add(FakeFault(Status = 503))) :> Task) ] do
                  do! change ()
                  let! told = next ()
                  Expect.equal told $"data: {number}" "something has changed"
          }) ]

[<Tests>]
let tests =
    testList
        "inspector"
        [ testList "as a whole" ofTheWhole
          testList "resources" ofResources
          testList "requests" ofRequests
          testList "everything else" ofOthers ]
