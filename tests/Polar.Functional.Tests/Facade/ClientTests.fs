/// The client: what its calls send, and what nobody reads of its secrets.
module Polar.Functional.Tests.Facade.ClientTests

open System
open System.Collections.Generic
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp
open Polar.Functional.Tests.Facade.ClientCalls

let private requests =
    testList
        "requests"
        [ testCase "a call carries the token, the version and the client's name, to the server's address"
          <| fun () ->
              let polar, stub = over (fun _ -> reply 200 customer)
              let result = wait (polar.Customers.GetAsync id)
              Expect.equal (Unchecked.nonNull result.Value).Name "Ada" "the answer"
              let sent = stub.Last
              Expect.equal sent.Method "GET" "the method"
              Expect.equal (string sent.Address) $"http://polar.test/v1/customers/{id}" "the address"
              Expect.equal sent.Headers["Authorization"] $"Bearer {token}" "the token"
              Expect.equal sent.Headers["Polar-Version"] PolarApi.Version "the version"
              Expect.stringStarts sent.Headers["User-Agent"] "Polar.Functional/" "the name"
              Expect.isFalse (sent.Headers.ContainsKey "Polar-Organization") "no restriction"

          testCase "no token, no header"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 customer)
              let options = options ()
              options.AccessToken <- null
              wait ((clientWith options stub).Customers.GetAsync id) |> ignore
              Expect.isFalse (stub.Last.Headers.ContainsKey "Authorization") "none"

          testCase "an organization restricts every call"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 customer)
              let options = options ()
              options.OrganizationId <- Nullable id
              wait ((clientWith options stub).Customers.GetAsync id) |> ignore
              Expect.equal stub.Last.Headers["Polar-Organization"] (string id) "its id"

          testCase "a server's address is scheme, host and port, and any other is refused where it is given"
          <| fun () ->
              for address, says in
                  [ "https://proxy.test/polar", "has a path"
                    "https://proxy.test/?a=b", "has a query"
                    "https://proxy.test#a", "a fragment"
                    "ftp://polar.test", "give an http or https address"
                    "localhost:8055", "give an http or https address"
                    "polar.test", "has no scheme" ] do
                  let thrown =
                      Expect.throwsC (fun () -> PolarServer.At(Uri(address, UriKind.RelativeOrAbsolute)) |> ignore) (fun thrown ->
                          thrown :?> ArgumentException)

                  Expect.stringContains thrown.Message says address
                  Expect.equal thrown.ParamName "address" address

              let stub = new StubHandler(fun _ -> reply 200 customer)
              let options = options ()
              options.Server <- PolarServer.At(Uri "https://proxy.test:8443/")
              wait ((clientWith options stub).Customers.GetAsync id) |> ignore
              Expect.equal (string stub.Last.Address) $"https://proxy.test:8443/v1/customers/{id}" "a slash is none"

          testCase "a password in a server's address is in no text, and not sent"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 customer)
              let options = options ()
              options.Server <- PolarServer.At(Uri "https://ada:hidden@proxy.test")

              for text in [ string options; string options.Server ] do
                  Expect.isFalse (text.Contains "hidden") text
                  Expect.stringContains text "https://proxy.test" "the rest is shown"

              wait ((clientWith options stub).Customers.GetAsync id) |> ignore
              Expect.isFalse ((string stub.Last.Address).Contains "hidden") "the address"

          testCase "production and sandbox are Polar's"
          <| fun () ->
              Expect.equal (string PolarServer.Production.Address) "https://api.polar.sh/" "production"
              Expect.equal (string PolarServer.Sandbox.Address) "https://sandbox-api.polar.sh/" "sandbox"
              Expect.equal (PolarOptions().Server) PolarServer.Production "the default"

          testCase "options travel in the query, a body as JSON"
          <| fun () ->
              let polar, stub =
                  over (fun sent -> reply 200 (if sent.Method = "GET" then Filled.page [] 0 0 else customer))

              let query =
                  CustomersListQuery(
                      Email = "ada+polar@example.org",
                      Sorting = ValueList.ToValueList [ CustomerSortProperty.NameDescending ],
                      Limit = 5L
                  )

              wait (polar.Customers.ListAsync query) |> ignore
              Expect.equal stub.Last.Query "?email=ada%2Bpolar%40example.org&limit=5&sorting=-name" "the query"

              wait (polar.Customers.UpdateAsync(id, CustomerUpdate(Name = Optional.Of<string | null> "Ada")))
              |> ignore

              Expect.equal stub.Last.Method "PATCH" "the method"
              Expect.equal stub.Last.Body """{"name":"Ada"}""" "only what is set" ]

let private perCall =
    testList
        "options of one call"
        [ testCase "another token goes with this call alone"
          <| fun () ->
              let polar, stub = over (fun _ -> reply 200 (Filled.page [] 0 0))

              wait (polar.CustomerPortal.Orders.ListAsync(options = Options(AccessToken = "polar_cst_session")))
              |> ignore

              wait (polar.CustomerPortal.Orders.ListAsync()) |> ignore

              Expect.equal
                  (stub.Sent |> List.map (fun sent -> sent.Headers["Authorization"]))
                  [ "Bearer polar_cst_session"; $"Bearer {token}" ]
                  "the session's, then the client's"

          testCase "further headers go with this call"
          <| fun () ->
              let polar, stub = over (fun _ -> reply 200 customer)
              let headers = Dictionary [ KeyValuePair("X-Trace", "7") ]
              wait (polar.Customers.GetAsync(id, Options(Headers = headers))) |> ignore
              Expect.equal stub.Last.Headers["X-Trace"] "7" "the header"

          testCase "a bound of this call ends it, and the error says after how long"
          <| fun () ->
              let polar = client (new SilentHandler())

              let error =
                  errorOf (wait (polar.Customers.GetAsync(id, Options(Timeout = Nullable(TimeSpan.FromMilliseconds 1.0)))))

              Expect.equal error.Code "TimedOut" "the failure"
              Expect.equal error.Call (CallError.TimedOut(TimeSpan.FromMilliseconds 1.0)) "the bound"

          testCase "a bound beyond what a timer takes is none"
          <| fun () ->
              let polar, _ = over (fun _ -> reply 200 customer)

              let result =
                  wait (polar.Customers.GetAsync(id, Options(Timeout = Nullable TimeSpan.MaxValue)))

              Expect.isTrue result.IsOk "an answer"

          testCase "giving up is a value too"
          <| fun () ->
              use source = new CancellationTokenSource()
              let polar = client (new SilentHandler())
              let call = polar.Customers.GetAsync(id, cancellationToken = source.Token)
              source.Cancel()
              Expect.equal (errorOf (wait call)).Call CallError.Cancelled "cancelled" ]

let private secrets =
    testList
        "secrets"
        [ testCase "no text of the library shows the token"
          <| fun () ->
              let polar, _ = over (fun _ -> refusal 401 "invalid_token" "The token is expired.")
              let result = wait (polar.Customers.GetAsync id)

              let thrown =
                  Expect.throwsC (fun () -> result.GetValueOrThrow() |> ignore) (fun thrown -> thrown)

              let faulty =
                  let options = options ()
                  options.Timeout <- TimeSpan.Zero
                  Expect.throwsC (fun () -> PolarClient options |> ignore) (fun thrown -> thrown)

              for text in
                  [ string (options ())
                    string (Options(AccessToken = token, Headers = Dictionary [ KeyValuePair("X-Secret", token) ]))
                    string polar
                    string result
                    string thrown
                    string faulty ] do
                  Expect.isFalse (text.Contains token) text ]

[<Tests>]
let tests = testList "facade: client" [ requests; perCall; secrets ]
