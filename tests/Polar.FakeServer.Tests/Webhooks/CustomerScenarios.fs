/// What happens to customers and seats, and every webhook that comes of it.
module internal Polar.FakeServer.Tests.Webhooks.CustomerScenarios

open System
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps

/// The owner of a team.
let private owner (fake: FakePolar) : Task<string> =
    task {
        let! team = Members.team fake
        let! owner = Members.owner team fake
        return Json.text "id" owner
    }

/// Two seats of a subscription with a benefit, and an invitation to one of them.
let private invited (fake: FakePolar) : Task<string> =
    task {
        let! bought = Seats.subscription 2 fake
        let! _ = Seats.benefit bought fake
        let! seat = Seats.invited bought "grace@acme.dev" fake
        return Json.text "id" seat
    }

let private accept (seat: string) (fake: FakePolar) : Task<unit> =
    task {
        match fake.Seats.Get(Guid.Parse seat).InvitationToken with
        | null -> failtest "Nobody is invited."
        | token ->
            let! answer = Seats.claim token fake
            succeeds answer
    }

let seats =
    let scenario = scenario "Seats"

    let bought (fake: FakePolar) =
        task {
            let! bought = Seats.subscription 2 fake
            let! _ = Seats.benefit bought fake
            return bought.Id
        }

    let assign (members: string) (subscription: string) (fake: FakePolar) =
        post (fun _ -> Seats.path) $"""{{"subscription_id":"{subscription}","email":"grace@acme.dev"{members}}}""" subscription fake

    [ scenario "Somebody is invited to a seat" bought (assign "") [ "customer_seat.assigned" ]
      scenario "The invitation is accepted" invited accept [ "customer_seat.claimed"; "benefit_grant.created"; state ]
      scenario
          "A seat is given away at once"
          bought
          (assign ""","immediate_claim":true""")
          [ "customer_seat.claimed"; "benefit_grant.created"; state ]
      scenario
          "A seat that somebody sits on is taken back"
          (fun fake ->
              task {
                  let! seat = invited fake
                  do! accept seat fake
                  return seat
              })
          (delete (fun seat -> $"{Seats.path}/{seat}"))
          [ "customer_seat.revoked"; "benefit_grant.revoked"; state ] ]

let customers =
    let scenario = scenario "Customers and members"

    [ scenario
          "A customer is made"
          nothing
          (making "/v1/customers/" """{"email":"ada@acme.dev"}""")
          [ "member.created"; "customer.created"; state ]
      scenario "A customer is changed" customer (patch (at "customers") """{"name":"Ada"}""") [ "customer.updated"; state ]
      scenario
          "A customer with a subscription is deleted"
          (fun fake ->
              task {
                  let! _ = subscription fake
                  let! customer = Buying.only "/v1/customers/" fake
                  return Json.text "id" customer
              })
          (delete (at "customers"))
          [ "member.deleted"
            "subscription.updated"
            "subscription.canceled"
            "subscription.revoked"
            "customer.deleted"
            state
            state ]
      scenario
          "Somebody is added to a team"
          Members.team
          (fun team -> post (fun _ -> Members.path team) """{"email":"grace@acme.dev"}""" team)
          [ "member.created" ]
      scenario "A member is changed" owner (patch (at "members") """{"name":"Ada King"}""") [ "member.updated" ]
      scenario
          "A member is removed"
          (fun fake ->
              task {
                  let! team = Members.team fake
                  let! added = Members.add team """{"email":"grace@acme.dev"}""" fake
                  return Json.text "id" added
              })
          (delete (at "members"))
          [ "member.deleted" ] ]
