module Polar.FakeServer.Tests.RouteTests

open System
open System.Reflection
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.Functional

/// The facts about every endpoint that the client can call.
let private ofClient: Operation list =
    [ for holder in typeof<WireRequest>.Assembly.GetTypes() do
          for property in holder.GetProperties(BindingFlags.Static ||| BindingFlags.Public ||| BindingFlags.NonPublic) do
              if property.PropertyType.Name = "Endpoint`2" then
                  let endpoint = property.GetValue null |> Unchecked.nonNull

                  let facts =
                      endpoint.GetType().GetProperty("Operation", BindingFlags.Instance ||| BindingFlags.Public ||| BindingFlags.NonPublic)
                      |> Unchecked.nonNull

                  match facts.GetValue endpoint with
                  | :? Operation as operation -> operation
                  | other -> failtest $"{property.Name} has {other}" ]

let private request (route: Route) = $"{route.Method} {route.Template}"

/// A path with every value filled in.
let private filled (route: Route) =
    let mutable path = route.Template

    for parameter in route.Path do
        path <- path.Replace($"{{{parameter.Name}}}", "00000000-0000-4000-8000-000000000000")

    path

/// Operations that a plain request reaches: what they must be sent is in the path.
let private reachable =
    Operations.all
    |> List.filter (fun route ->
        (route.Body |> Option.ofObj |> Option.forall (fun body -> not body.Required))
        && route.Query |> Array.forall (fun parameter -> not parameter.Required))

[<Tests>]
let tests =
    testList
        "routes"
        [ testCase "the fake answers what the client can call, and nothing beyond it"
          <| fun () ->
              let known =
                  ofClient
                  |> List.map (fun operation -> operation.Id, $"{operation.Method} {operation.Template}")

              let answered = Operations.all |> List.map (fun route -> route.Id, request route)
              Expect.hasLength known 192 "operations"
              Expect.equal (List.sort answered) (List.sort known) "method and path of each"

          testCase "each asks for the scopes that the client documents, and admits the same subjects"
          <| fun () ->
              for route in Operations.all do
                  let operation = ofClient |> List.find (fun operation -> operation.Id = route.Id)

                  Expect.equal (List.ofArray route.Scopes) operation.Scopes $"{route.Id}: scopes"
                  Expect.equal (List.ofArray route.Subjects) operation.Subjects $"{route.Id}: subjects"

          testCaseTask "whoever may call an operation that nobody has built gets 501, and its name" (fun () ->
              task {
                  printfn $"{Operations.notBuilt.Count} of {Operations.all.Length} operations answer 501"
                  use! fake = Fake.start ()

                  let! customer =
                      Given.create "/v1/customers/" """{"type":"team","email":"ada@acme.dev"}""" fake

                  let token (kind: string) (whose: string) =
                      task {
                          let! issued =
                              Http.anonymous "POST" "/_fake/tokens" (Some $"""{{"kind":"{kind}"{whose}}}""") fake

                          return Json.text "token" issued.Json
                      }

                  let ofCustomer = $""","customer_id":"{Json.text "id" customer}" """

                  let! session = token "customer_session" ofCustomer
                  let! membership = token "member_session" ofCustomer
                  let! user = token "oauth2" ""

                  let known =
                      [ "Organization", Some fake.AccessToken
                        "User", Some user
                        "Customer", Some session
                        "Member", Some membership
                        "Anonymous", None ]

                  for route in reachable do
                      if Set.contains route.Id Operations.notBuilt then
                          let token =
                              known
                              |> List.find (fun (subject, _) -> Array.contains subject route.Subjects)
                              |> snd

                          let body =
                              match route.Body |> Option.ofObj with
                              | Some body when not body.Form -> Some "{}"
                              | _ ->
                                  if route.Method = "GET" || route.Method = "DELETE" then
                                      None
                                  else
                                      Some ""

                          let! answer = Http.raw fake (Http.request route.Method (filled route) token body)
                          Expect.equal answer.Headers["content-type"] "application/json" (request route)

                          // Whose things an id names is looked at first; this one names nothing.
                          if answer.Status <> 404 || route.Path.Length = 0 then
                              Expect.equal answer.Status 501 $"{request route} {answer.Text}"
                              Expect.equal (Json.text "error" answer.Json) "NotImplemented" (request route)
                              Expect.stringContains (Json.text "detail" answer.Json) route.Id (request route)
              }) ]
