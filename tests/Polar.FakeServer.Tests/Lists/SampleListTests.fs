/// Sample data has something in every list of the API.
module Polar.FakeServer.Tests.Lists.SampleListTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Conformance.Walk

let private isList (route: Route) =
    route.Method = "GET"
    && (route.Query |> Array.exists (fun parameter -> parameter.Name = "page")
        || route.Id.EndsWith ":list_seats"
        || route.Id = "metrics:list_dashboards")

let private count (text: string) : int =
    match JsonNode.Parse text with
    | :? JsonArray as items -> items.Count
    | :? JsonObject as page when page.ContainsKey "items" -> (Json.at "items" page).AsArray().Count
    | :? JsonObject as page when page.ContainsKey "seats" -> (Json.at "seats" page).AsArray().Count
    | _ -> 0

/// Who may read lists: the organization, its founder in a browser, and everybody who has bought something or sits on a seat.
let private callers (fake: FakePolar) : Task<Map<string, string list>> =
    task {
        let! session = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.UserSession))

        let! members =
            Task.WhenAll
                [ for row in fake.World.Members.Of fake.Organization.Id ->
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, MemberId = row.Id)) ]

        return
            Map.ofList
                [ "Organization", [ fake.AccessToken ]
                  "Session", [ session ]
                  "Member", List.ofArray members ]
    }

/// The addresses of a list: one for each thing that its path, or what its query needs, can be about.
let private addresses (things: Map<string, string list>) (route: Route) : string list =
    let queries =
        if route.Id.EndsWith ":list_seats" then
            [ for id in things["subscription"] -> $"?subscription_id={id}" ]
        else
            [ "" ]

    let ids =
        match Array.toList route.Path with
        | [] -> [ "" ]
        | parameter :: _ ->
            match ResourceKinds.kindOf (ResourceKinds.collectionOf route parameter.Name) parameter.Name with
            | Some kind -> things[kind]
            | None -> []

    [ for id in ids do
          for query in queries do
              pathOf (fun _ -> id) route + query ]

[<Tests>]
let tests =
    testList
        "sample data in lists"
        [ testCaseTask "every list of the API has something in it, for somebody who may read it" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  use client = fake.CreateHttpClient()
                  let! callers = callers fake
                  let things = PopulatedOrganizations.thingsOf fake.World fake.Organization.Id
                  let lists = List.filter isList routes
                  Expect.isGreaterThan lists.Length 40 "lists"
                  let findings = Findings()

                  for route in lists do
                      let who =
                          if Answers.ofSessions.Contains route.Id then "Session"
                          elif admits route "Organization" then "Organization"
                          else "Member"

                      let mutable found = false

                      for address in addresses things route do
                          for token in callers[who] do
                              if not found then
                                  let! status, text, _ = send client "GET" address (Some token) Body.Nothing
                                  found <- status = 200 && count text > 0

                      findings.Check route found "nothing in it"

                  findings.None()
              }) ]
