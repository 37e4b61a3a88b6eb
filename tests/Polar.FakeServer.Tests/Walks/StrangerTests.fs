/// What belongs to one organization is not there for another, whatever the operation.
module Polar.FakeServer.Tests.Walks.StrangerTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Walks.Walk

/// The ids of everything that an organization has, by the name of what has them.
let private idsOf (fake: FakePolar) : string list =
    let own = fake.Organization.Id
    let world = fake.World

    [ for row in world.Products.Of own -> row.Id
      for row in world.Benefits.Of own -> row.Id
      for row in world.BenefitGrants.Of own -> row.Id
      for row in world.Customers.Of own -> row.Id
      for row in world.Checkouts.Of own -> row.Id
      for row in world.Orders.Of own -> row.Id
      for row in world.Subscriptions.Of own -> row.Id
      for row in world.LicenseKeys.Of own -> row.Id
      for row in world.Meters.Of own -> row.Id
      for row in world.Payments.Of own -> row.Id
      for row in world.Members.Of own -> row.Id ]
    |> List.map string

let private strangers =
    testCaseTask "another organization's token sees nothing of the first, whatever the operation" (fun () ->
        task {
            use! fake = seeded ()
            let! other = fake.CreateOrganizationAsync "other"
            let client = fake.CreateHttpClient()

            let! _, made, _ =
                send client "POST" "/v1/customers/" (Some other.AccessToken) (Some """{"email":"eve@acme.dev"}""")

            let customer =
                match JsonNode.Parse made with
                | null -> failwith "no customer"
                | node -> Guid.Parse(Json.text "id" node)

            let! session =
                fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = customer))

            let ids = idsOf fake
            Expect.isGreaterThan ids.Length 100 "the first organization has things"
            let first = fake.Organization

            // One row of each kind stands for all of them.
            let some =
                ids
                |> List.indexed
                |> List.filter (fun (index, _) -> index % 7 = 0)
                |> List.map snd

            for route in routes do
                let token =
                    if admits route "Organization" then Some other.AccessToken
                    elif admits route "Member" then Some session
                    else None

                match token with
                | None -> ()
                | Some token ->
                    let targets =
                        if route.Path.Length = 0 then
                            [ pathOf anyValue route ]
                        else
                            [ for id in string first.Id :: some -> pathOf (fun _ -> id) route ]

                    for path in targets do
                        let! status, answer, _ =
                            send client route.Method (path + "?" + requiredQuery route "") (Some token) (bodyOf route)

                        let shown = $"{route.Id} {path}: {status} {answer}"

                        if route.Path.Length > 0 then
                            let refusals = [ 403; 404; 501 ] @ (if isNull route.Body then [] else [ 422 ])
                            Expect.isTrue (List.contains status refusals) shown
                        else
                            for id in some do
                                Expect.isFalse (answer.Contains id) $"{route.Id} shows {id}"

                            Expect.isFalse (answer.Contains(string first.Id)) $"{route.Id} shows the organization: {answer}"

            Expect.equal (idsOf fake) ids "and nothing of it is gone"
        })

[<Tests>]
let tests = testList "walks of strangers" [ strangers ]
