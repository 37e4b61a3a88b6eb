module Polar.FakeServer.Tests.Transport.RouteTests

open System
open System.Reflection
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Generated
open Polar.FakeServer.Http
open Polar.FakeServer.Organizations
open Polar.FakeServer.Registration
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

          testCase "the modules cannot be composed while nobody handles a group of operations"
          <| fun () ->
              let described =
                  DescribedApi(Routes.All, Func<string, Validation.Schema>(fun name -> RequestSchemas.Get name), OperationGroups.All)

              let message =
                  try
                      ModuleBuilder.Compose([ OrganizationsModule() :> IModule ], described) |> ignore
                      "composed"
                  with :? InvalidOperationException as thrown ->
                      thrown.Message

              Expect.stringStarts message "No module handles IBenefitGrantsOperations, " "who is missing"
              Expect.isFalse (message.Contains "IOrganizationsOperations") "who is there" ]
