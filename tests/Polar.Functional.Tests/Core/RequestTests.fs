module Polar.Functional.Tests.Core.RequestTests

open System
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub

let private id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"

/// What an executor gets of a request.
let private wired (request: Request<'ok, 'error>) : WireRequest =
    let executor, asked = script [ Ok(answer 500 "") ]
    send executor request |> ignore
    asked[0]

let private refund () =
    RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 1L)

[<Tests>]
let tests =
    testList
        "requests"
        [ testCase "equal inputs make equal requests, others do not"
          <| fun () ->
              Expect.equal (Products.get id) (Products.get id) "the same path value"
              Expect.notEqual (Products.get id) (Products.get (Guid.NewGuid())) "another path value"
              Expect.equal (Refunds.create (refund ())) (Refunds.create (refund ())) "the same body"

              Expect.notEqual
                  (Refunds.create (refund ()))
                  (Refunds.create (RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 2L)))
                  "another body"

              Expect.equal
                  (Products.list (ProductsListQuery(Query = "pro", Limit = 5L)))
                  (Products.list (ProductsListQuery(Query = "pro", Limit = 5L)))
                  "the same options"

              Expect.equal ((Products.get id).GetHashCode()) ((Products.get id).GetHashCode()) "equal hashes"

          testCase "a request is its method, path, options and body"
          <| fun () ->
              let list =
                  wired (
                      Products.list (
                          ProductsListQuery(Query = "pro & co", IsArchived = false, OrganizationId = ValueList.ToValueList [ id; id ])
                      )
                  )

              Expect.equal list.Operation.Method "GET" "the method"
              Expect.equal list.Path "/v1/products/" "the path with its trailing slash"

              Expect.equal
                  list.Query
                  $"organization_id={id}&organization_id={id}&query=pro%%20%%26%%20co&is_archived=false"
                  "options escaped, several values one by one"

              Expect.equal (wired (Products.get id)).Path $"/v1/products/{id}" "a path value in its place"

              Expect.equal
                  (wired (Refunds.create (refund ()))).Body
                  (RequestBody.Json $"""{{"order_id":"{id}","reason":"other","amount":1}}""")
                  "JSON without what was left out"

          testCase "metadata filters are options in brackets"
          <| fun () ->
              let query =
                  ProductsListQuery(
                      Metadata = ValueMap.ToValueMap [ Collections.Generic.KeyValuePair("tier", ValueList.ToValueList [ "a"; "b" ]) ]
                  )

              Expect.equal (wired (Products.list query)).Query "metadata%5Btier%5D=a&metadata%5Btier%5D=b" "each value once"

          testCase "operations of OAuth2 send forms"
          <| fun () ->
              let request =
                  OAuth2.token (RefreshTokenRequest(ClientId = "polar_ci_1", ClientSecret = "polar_cs_2 &", RefreshToken = "polar_rt_u_3"))

              match (wired request).Body with
              | RequestBody.Form fields ->
                  Expect.containsAll
                      fields
                      [ "grant_type", "refresh_token"
                        "client_id", "polar_ci_1"
                        "client_secret", "polar_cs_2 &"
                        "refresh_token", "polar_rt_u_3" ]
                      "every member that is set is a field"
              | other -> failtest $"{other}"

          testCase "each path value is one segment, whatever it contains"
          <| fun () ->
              for value, segment in
                  [ "%2F", "%252F"
                    "ü", "%C3%BC"
                    "a b?c#d", "a%20b%3Fc%23d"
                    "%2E%2E", "%252E%252E"
                    "...", "..." ] do
                  Expect.equal (wired (Customers.getExternal value)).Path $"/v1/customers/external/{segment}" value

          testCase "a path value that would be taken for another one is an error before anything is sent"
          <| fun () ->
              let nothing = Unchecked.defaultof<string>

              for value in [ nothing; ""; "."; ".."; "a/b"; "../me"; String(char 0xD800, 1) ] do
                  let executor, asked = script [ Ok(answer 200 "{}") ]

                  for error in
                      [ send executor (Customers.getExternal value) |> failed |> box
                        send executor (Customers.getStateExternal value) |> failed |> box
                        send executor (CustomerPortal.Downloadables.get value) |> failed |> box
                        send executor (Checkouts.clientGet value) |> failed |> box ] do
                      match callOf error with
                      | CallError.Unsendable reason ->
                          Expect.isTrue
                              ([ "external_id"; "token"; "client_secret" ] |> List.exists reason.Contains)
                              $"the parameter is named: {reason}"
                      | other -> failtest $"{other}"

                  Expect.isEmpty asked "nothing is sent"

          testCase "an option with half of a character is an error before anything is sent"
          <| fun () ->
              let executor, asked = script [ Ok(answer 200 "{}") ]

              match
                  send executor (Products.list (ProductsListQuery(Query = String(char 0xD800, 1))))
                  |> failed
                  |> box
                  |> callOf
              with
              | CallError.Unsendable reason -> Expect.stringContains reason "'query'" "the option is named"
              | other -> failtest $"{other}"

              Expect.isEmpty asked "nothing is sent"

          testCase "nothing secret is printed"
          <| fun () ->
              let form =
                  OAuth2.token (RefreshTokenRequest(ClientId = "polar_ci_1", ClientSecret = "hidden-1", RefreshToken = "hidden-2"))

              let path = Checkouts.clientGet "hidden-3"
              let token = Secret "hidden-4"
              let connection = Connection.create Server.Sandbox "hidden-5"

              for shown in
                  [ string form
                    sprintf "%A" form
                    string path
                    sprintf "%A" path
                    string token
                    sprintf "%A" token
                    string connection
                    sprintf "%A" connection
                    sprintf "%A" (wired path)
                    string (wired path)
                    sprintf "%A" (wired form) ] do
                  Expect.isFalse (shown.Contains "hidden") shown

              Expect.stringContains (string (Products.get id)) (string id) "what is not secret is"

          testCase "a request is an error of its own type when its executor is cancelled"
          <| fun () ->
              use source = new CancellationTokenSource()
              source.Cancel()

              let connection = Connection.create Server.Sandbox "token"
              use client = new Net.Http.HttpClient()

              let result =
                  wait (Polar.send (Executor.ofHttpClient client connection) (Products.get id) source.Token)

              Expect.equal (result |> failed |> box |> callOf) CallError.Cancelled "cancelled before it began" ]
