/// How `polar-fake serve` starts, and what it says.
module Polar.FakeServer.Tests.CommandLine.ServeTests

open System
open System.IO
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tests.CommandLine.Serving

/// A `serve` for programs: what it wrote, an object a line, after the play is over.
let private servingJson (variables: Map<string, string>) (arguments: string list) (play: HttpClient -> Task<unit>) =
    task {
        use stop = new CancellationTokenSource()
        use output = new Awaited("serving")

        let ended =
            runWith variables stop.Token output ([ "serve"; "--json"; "--empty" ] @ arguments)

        let! first = Task.WhenAny(output.Written, ended)

        if Object.ReferenceEquals(first, ended) then
            let! outcome = ended
            failtest $"It ended too early: {outcome.Error}"

        let address = Json.text "url" (Json.parse (List.head (lines (string output))))
        use client = new HttpClient(BaseAddress = Uri address)
        do! play client
        stop.Cancel()
        let! outcome = ended
        Expect.equal outcome.Code 0 outcome.Error
        return lines outcome.Output |> List.map Json.parse
    }

let private nothing (_: HttpClient) : Task<unit> = Task.FromResult()
let private free = [ "--port"; "0" ]
let private hooks = [ "--webhook"; "http://127.0.0.1:9/hooks" ]

let private ofJson =
    [ testCaseTask "programs are told where it is and with what, and when it stops" (fun () ->
          task {
              let! said =
                  servingJson Map.empty (free @ hooks @ [ "--clock"; "2027-01-01" ]) nothing

              let serving = List.head said
              Expect.equal (Json.text "event" serving) "serving" "first"
              Expect.equal (Json.text "access_token" serving) "polar_oat_fake" "token"
              Expect.equal (Json.text "organization_slug" serving) "acme" "organization"
              Expect.stringStarts (Json.text "clock" serving) "2027-01-01T00:00:" "clock"
              Expect.equal (Json.text "webhook_url" serving) "http://127.0.0.1:9/hooks" "webhooks"
              Expect.stringStarts (Json.text "webhook_secret" serving) "whsec_" "their secret"
              Expect.equal (said |> List.map (Json.text "event")) [ "serving"; "stopped" ] "and nothing else"
          })

      testCaseTask "a delivery that fails is told as it happens, and so is an endpoint that is disabled for it" (fun () ->
          task {
              let! said =
                  servingJson Map.empty (free @ hooks @ [ "--webhook-events"; "customer.created"; "--freeze" ]) (fun client ->
                      task {
                          client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")

                          let post (path: string) (body: string) =
                              task {
                                  use content = new StringContent(body, Encoding.UTF8, "application/json")
                                  use! answer = client.PostAsync(path, content)
                                  Expect.isTrue answer.IsSuccessStatusCode path
                              }

                          for number in 1..10 do
                              do! post "/v1/customers/" $"""{{"email":"ada{number}@acme.dev"}}"""

                          do! post "/_fake/clock" """{"advance":"PT3H"}"""
                      })

              let failed =
                  said |> List.filter (fun line -> Json.text "event" line = "delivery_failed")

              Expect.hasLength failed 100 "ten attempts of ten events"
              let first = List.head failed
              Expect.equal (Json.text "type" first) "customer.created" "what"
              Expect.equal (Json.text "url" first) "http://127.0.0.1:9/hooks" "where"
              Expect.isTrue (Json.isNull "status" first) "nobody answered"
              Expect.isNonEmpty (Json.text "response" first) "why"

              let disabled =
                  said |> List.filter (fun line -> Json.text "event" line = "endpoint_disabled")

              Expect.hasLength disabled 1 "once"
              Expect.equal (Json.text "url" (List.head disabled)) "http://127.0.0.1:9/hooks" "which one"
          })

      testCaseTask "each request is a line, with why it was refused and without secrets" (fun () ->
          task {
              let! said =
                  servingJson Map.empty (free @ [ "--log" ]) (fun client ->
                      task {
                          let! _ = client.GetAsync "/v1/products/?limit=1"
                          client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")
                          let! _ = client.GetAsync "/v1/products/?limit=x"
                          let! _ = client.GetAsync "/v1/checkouts/client/polar_c_veryverysecret"
                          ()
                      })

              let requests = said |> List.filter (fun line -> Json.text "event" line = "request")
              Expect.equal (requests |> List.map (Json.whole "status")) [ 401L; 422L; 404L ] "statuses"
              Expect.equal (Json.text "path" requests[0]) "/v1/products/?limit=1" "path and query"
              Expect.stringContains (Json.text "refusal" requests[1]) "query.limit: " "why"
              Expect.equal (Json.text "operation" requests[1]) "products:list" "operation"
              Expect.equal (Json.text "path" requests[2]) "/v1/checkouts/client/polar_c_***" "no secret"
              Expect.isGreaterThanOrEqual ((Json.at "duration_ms" requests[0]).GetValue<float>()) 0.0 "how long"
          }) ]

let private ofText =
    [ testCaseTask "each request is a line for people" (fun () ->
          task {
              let! outcome =
                  serving [ "--empty"; "--log" ] (fun _ client ->
                      task {
                          let! _ = client.GetAsync "/v1/products/"
                          ()
                      })

              Expect.isMatch outcome.Output @"\d\d:\d\d:\d\d GET    /v1/products/ 401 \d+\.\d ms  \S" "when, what, status, how long, why"
          })

      testCaseTask "the secret of its webhooks is said" (fun () ->
          task {
              let! outcome = serving ([ "--empty" ] @ hooks) (fun _ _ -> Task.FromResult())
              Expect.isMatch outcome.Output @"webhook secret +whsec_\S+" "made from the seed"
              let own = String('s', 32)

              let! chosen =
                  serving
                      ([ "--empty"
                         "--webhook-secret"
                         own
                         "--webhook-events"
                         "order.paid, customer.created" ]
                       @ hooks)
                      (fun said client ->
                          task {
                              client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")
                              let! endpoints = client.GetStringAsync "/v1/webhooks/endpoints"
                              let endpoint = Json.at "items.0" (Json.parse endpoints)
                              Expect.equal (Json.text "secret" endpoint) own "the chosen one"

                              Expect.equal
                                  ((Json.at "events" endpoint).ToJsonString())
                                  """["order.paid","customer.created"]"""
                                  "the chosen events"

                              Expect.stringContains said "order.paid, customer.created" "said"
                          })

              Expect.stringContains chosen.Output own "said"
          })

      testCaseTask "quiet is quiet" (fun () ->
          task {
              use stop = new CancellationTokenSource()
              use output = new StringWriter()
              use holder = new TcpListener(IPAddress.Loopback, 0)
              holder.Start()
              let port = (holder.LocalEndpoint :?> IPEndPoint).Port
              holder.Stop()

              let ended =
                  runUntil stop.Token output [ "serve"; "--quiet"; "--empty"; "--port"; string port ]

              use client = new HttpClient()
              let mutable answered = false

              while not answered && not ended.IsCompleted do
                  try
                      let! _ = client.GetStringAsync $"http://127.0.0.1:{port}/_fake/health"
                      answered <- true
                  with :? HttpRequestException ->
                      do! Task.Yield()

              stop.Cancel()
              let! outcome = ended
              Expect.equal (outcome.Code, outcome.Output, outcome.Error) (0, "", "") "not a word"
          })

      testCaseTask "an address that others reach comes with a warning" (fun () ->
          task {
              let! outcome =
                  serving [ "--empty"; "--host"; "0.0.0.0"; "--host-name"; "polar" ] (fun _ client ->
                      task {
                          use request = new HttpRequestMessage(HttpMethod.Get, "/_fake/health")
                          request.Headers.Host <- "polar:8055"
                          use! answer = client.SendAsync request
                          Expect.equal answer.StatusCode HttpStatusCode.OK "its name is known"
                      })

              Expect.hasLength (lines outcome.Error) 1 outcome.Error
              Expect.stringContains outcome.Error "0.0.0.0 is not loopback" "whoever reaches it"
          }) ]

let private ofEnvironment =
    [ testCaseTask "what is not given comes from the environment" (fun () ->
          task {
              let variables =
                  Map.ofList
                      [ "POLAR_FAKE_PORT", "0"
                        "POLAR_FAKE_TOKEN", "polar_oat_variable"
                        "POLAR_FAKE_LOG", "true"
                        "POLAR_FAKE_CLOCK", "2027-01-01"
                        "POLAR_FAKE_SEED", "" ]

              let! said =
                  servingJson variables [ "--clock"; "2028-01-01" ] (fun client ->
                      task {
                          let! _ = client.GetAsync "/v1/products/"
                          ()
                      })

              Expect.equal (Json.text "access_token" (List.head said)) "polar_oat_variable" "token"
              Expect.stringStarts (Json.text "clock" (List.head said)) "2028-01-01" "what is given counts"
              Expect.equal (said |> List.map (Json.text "event")) [ "serving"; "request"; "stopped" ] "log"
          })

      for name, value, said in
          [ "POLAR_FAKE_PORT", "ninety", "\"ninety\""
            "POLAR_FAKE_CLOCK", "tomorrow", "\"tomorrow\""
            "POLAR_FAKE_EMPTY", "perhaps", "perhaps" ] do
          testCaseTask $"{name}={value} is refused, and named" (fun () ->
              task {
                  use output = new StringWriter()

                  let! outcome =
                      runWith (Map.ofList [ name, value ]) CancellationToken.None output [ "serve" ]

                  Expect.equal outcome.Code 2 "exit code"
                  Expect.hasLength (lines outcome.Error) 1 outcome.Error
                  Expect.stringContains outcome.Error said "what is wrong"
                  Expect.stringContains outcome.Error $"(from {name})" "where it comes from"
              }) ]

[<Tests>]
let tests =
    testList
        "polar-fake serve"
        [ testList "for programs" ofJson
          testList "for people" ofText
          testList "environment" ofEnvironment ]
