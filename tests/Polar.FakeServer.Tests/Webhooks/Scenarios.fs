/// What happens, and every webhook that comes of it, in its order: the page docs/webhook-order.md is made of this.
module internal Polar.FakeServer.Tests.Webhooks.Scenarios

open System
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Subscriptions

/// Something that happens to a thing.
type Scenario =
    {
        Area: string
        Name: string
        /// Makes what is there before; its id.
        Given: FakePolar -> Task<string>
        Step: string -> FakePolar -> Task<unit>
        /// What is told of the step.
        Told: string list
    }

let private state = "customer.state_changed"

/// What comes of an order that a card pays for, by a buyer whose name and address are known.
let private paid =
    [ "order.created"
      "order.updated"
      "order.paid"
      "order.updated"
      "order.updated" ]

let private order = [ "order.created"; "order.updated"; "order.paid" ]

let private newBuyer =
    [ "member.created"; "checkout.updated"; "customer.created"; state ]

let private subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

let private nothing (_: FakePolar) : Task<string> = Task.FromResult ""

let private succeeds (answer: Answer) : unit =
    Expect.isLessThan answer.Status 300 answer.Text

let private call (method: string) (path: string -> string) (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.send method (path id) (Some body) fake
        succeeds answer
    }

let private post path body = call "POST" path body
let private patch path body = call "PATCH" path body

let private delete (path: string -> string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.delete (path id) fake
        succeeds answer
    }

let private made (path: string) (body: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Given.create path body fake
        return Json.text "id" made
    }

let private making path body = post (fun _ -> path) body

let private passing (time: string) (_: string) (fake: FakePolar) : Task<unit> =
    task { do! fake.Clock.AdvanceAsync time }

let private control (method: string) (path: string -> string) (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.anonymous method (path id) (Some body) fake
        succeeds answer
    }

let private at (folder: string) (id: string) = $"/v1/{folder}/{id}"

let private book = Buying.once (Buying.fixedPrice 1000)

let private session (product: FakePolar -> Task<string>) (fake: FakePolar) : Task<string> =
    task {
        let! product = product fake
        let! session = Buying.session product "" fake
        return Json.text "id" session
    }

let private confirm (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! session = Http.get $"/v1/checkouts/{id}" fake
        let! answer = Buying.confirm body session.Json fake
        succeeds answer
    }

let private declined (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! session = Http.get $"/v1/checkouts/{id}" fake

        let! answer =
            Buying.confirm ((Buying.french "ada@acme.dev").Replace("tok_visa", "tok_decline")) session.Json fake

        Expect.equal answer.Status 400 answer.Text
    }

let private french = Buying.french "ada@acme.dev"

let private ordered (fake: FakePolar) : Task<string> =
    task {
        let! id = session book fake
        do! confirm french id fake
        let! order = Buying.only "/v1/orders/" fake
        return Json.text "id" order
    }

/// A customer with a card, whom the merchant may charge.
let private chargeable (fake: FakePolar) : Task<string> =
    task {
        do! Subscribing.organization """{"feature_settings":{"off_session_charges_enabled":true}}""" fake
        let! id = session (Buying.monthly (Buying.fixedPrice 500)) fake
        do! confirm french id fake
        let! customer = Buying.only "/v1/customers/" fake
        return Json.text "id" customer
    }

let private benefit = Benefits.create Benefits.note

/// A product with a benefit, and somebody who has it.
let private granted (fake: FakePolar) : Task<string> =
    task {
        let! benefit = benefit fake
        let! _ = Benefits.subscribed [ benefit ] fake
        return Json.text "id" benefit
    }

let private customer (fake: FakePolar) : Task<string> =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        return Json.text "id" customer
    }

let private subscription (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let private subscriptionOf (card: string) (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" card) fake
    }

let private discount =
    made "/v1/discounts/" """{"type":"percentage","name":"Spring","duration":"once","basis_points":1000}"""

let private scenario area name given step told =
    { Area = area
      Name = name
      Given = given
      Step = step
      Told = told }

let private catalog =
    let scenario = scenario "Catalog"

    [ scenario
          "A product is made"
          nothing
          (making "/v1/products/" """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":1000}]}""")
          [ "product.created" ]
      scenario "A product is changed" book (patch (at "products") """{"name":"Other"}""") [ "product.updated" ]
      scenario "A product is archived" book (patch (at "products") """{"is_archived":true}""") [ "product.updated" ]
      scenario
          "A product gets other benefits"
          book
          (fun product fake ->
              task {
                  let! benefit = made "/v1/benefits/" Benefits.note fake
                  do! post (fun id -> at "products" id + "/benefits") $"""{{"benefits":["{benefit}"]}}""" product fake
              })
          [ "benefit.created"; "product.updated" ]
      scenario "A discount is made" nothing (fun _ fake -> task { let! _ = discount fake in return () }) [ "discount.created" ]
      scenario "A discount is changed" discount (patch (at "discounts") """{"name":"Summer"}""") [ "discount.updated" ]
      scenario "A discount is deleted" discount (delete (at "discounts")) [ "discount.deleted" ]
      scenario "A benefit is made" nothing (making "/v1/benefits/" Benefits.note) [ "benefit.created" ]
      scenario
          "A benefit that somebody has is changed"
          granted
          (patch (at "benefits") """{"type":"custom","properties":{"note":"Call us."}}""")
          [ "benefit.updated" ]
      scenario
          "A benefit that somebody has is deleted"
          granted
          (delete (at "benefits"))
          [ "benefit.updated"; "benefit_grant.revoked"; state ]
      scenario
          "The organization is changed"
          (fun fake -> Task.FromResult(string fake.Organization.Id))
          (patch (at "organizations") """{"name":"Other"}""")
          [ "organization.updated" ] ]

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

let private seats =
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

let private customers =
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

let private checkouts =
    let scenario = scenario "Checkouts"

    [ scenario
          "A checkout session is made"
          book
          (fun product fake -> task { let! _ = Buying.session product "" fake in return () })
          [ "checkout.created" ]
      scenario
          "The buyer fills something in"
          (session book)
          (fun id fake ->
              task {
                  let! session = Http.get (at "checkouts" id) fake
                  let! answer = Buying.fill """{"customer_email":"ada@acme.dev"}""" session.Json fake
                  succeeds answer
              })
          [ "checkout.updated" ]
      scenario "A checkout session expires" (session book) (passing "P2D") [ "checkout.expired" ]
      scenario "The card is declined" (session book) declined [ "checkout.updated" ]
      scenario
          "Something is bought once"
          (session book)
          (confirm french)
          (newBuyer @ order @ [ "checkout.updated"; "order.updated"; "order.updated" ])
      scenario
          "Something free is bought once"
          (session (Buying.once (Buying.fixedPrice 0)))
          (confirm """{"customer_email":"ada@acme.dev"}""")
          (newBuyer @ order @ [ "checkout.updated" ])
      scenario
          "A subscription is bought"
          (session (Buying.monthly (Buying.fixedPrice 1000)))
          (confirm french)
          (newBuyer
           @ subscribed
           @ order
           @ [ "checkout.updated"; "order.updated"; "order.updated"; state ])
      scenario
          "A subscription with a trial is bought"
          (session (Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1"""))
          (confirm french)
          (newBuyer @ subscribed @ order @ [ "checkout.updated"; "order.updated"; state ])
      scenario
          "A product with a benefit is bought"
          (fun fake ->
              task {
                  let! benefit = benefit fake
                  let! product = Given.oneTime 500L fake
                  let! _ = Benefits.attach product [ benefit ] fake
                  return! session (fun _ -> Task.FromResult(Json.text "id" product)) fake
              })
          (confirm french)
          (newBuyer
           @ order
           @ [ "checkout.updated"
               "order.updated"
               "order.updated"
               "benefit_grant.created"
               state ]) ]

let private orders =
    let scenario = scenario "Orders and refunds"

    [ scenario
          "Part of an order is refunded"
          ordered
          (fun order -> making "/v1/refunds/" $"""{{"order_id":"{order}","reason":"other","amount":100}}""" order)
          [ "refund.created"; "order.updated"; "order.refunded" ]
      scenario
          "All of an order is refunded"
          ordered
          (fun order -> making "/v1/refunds/" $"""{{"order_id":"{order}","reason":"other","amount":833}}""" order)
          [ "refund.created"; "order.updated"; "order.refunded" ]
      scenario
          "A draft of an order is made"
          chargeable
          (fun customer fake ->
              task {
                  let! product = book fake
                  do! making "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"}}""" customer fake
              })
          [ "product.created"; "order.created" ]
      scenario
          "A draft of an order is finalized, and the card on file pays"
          (fun fake ->
              task {
                  let! customer = chargeable fake
                  let! product = book fake
                  return! made "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"}}""" fake
              })
          (fun order -> post (fun _ -> at "orders" order + "/finalize") "" order)
          [ "order.updated"; "order.paid"; "order.updated"; "order.updated" ]
      scenario
          "The refund that was to prevent a dispute is taken back, and the dispute goes on"
          (fun fake ->
              task {
                  let! order = ordered fake
                  let! dispute = Disputes.raisedAs DisputeStatus.EarlyWarning order fake
                  let! _ = Disputes.advanced dispute DisputeStatus.Prevented fake
                  return string dispute
              })
          (fun dispute fake ->
              task {
                  let! _ = Disputes.advanced (Guid.Parse dispute) DisputeStatus.NeedsResponse fake
                  return ()
              })
          [ "refund.updated"; "order.updated" ]
      scenario
          "An order's billing details are changed"
          ordered
          (patch (at "orders") """{"billing_name":"Ada Lovelace"}""")
          [ "order.updated" ] ]

let private benefits =
    let scenario = scenario "Benefit grants"

    [ scenario
          "A benefit with license keys is changed that somebody has"
          (fun fake ->
              task {
                  let! benefit = Benefits.create (Benefits.keys "{}") fake
                  let! _ = Benefits.subscribed [ benefit ] fake
                  return Json.text "id" benefit
              })
          (patch (at "benefits") """{"type":"license_keys","properties":{"limit_usage":5}}""")
          [ "benefit.updated"; "benefit_grant.updated"; state ]
      scenario
          "A subscription with a benefit is renewed"
          granted
          (passing "P1M")
          ([ "subscription.cycled"; "subscription.updated" ]
           @ paid
           @ [ "benefit_grant.cycled"; state ])
      scenario
          "A subscription with a benefit is ended"
          granted
          (fun _ fake ->
              task {
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let! answer = Http.delete (at "subscriptions" (Json.text "id" subscription)) fake
                  succeeds answer
              })
          [ "subscription.updated"
            "subscription.canceled"
            "subscription.revoked"
            "benefit_grant.revoked"
            state ] ]

let private subscriptions =
    [ for name, given, before, step, told in ScenarioTests.scenarios ->
          scenario
              "Subscriptions"
              (name.Substring(0, 1).ToUpperInvariant() + name.Substring 1)
              (fun fake ->
                  task {
                      let! id = given fake
                      do! before id fake
                      return id
                  })
              step
              told ]

let private furtherSubscriptions =
    let scenario = scenario "Subscriptions"

    [ scenario
          "A subscription is given to a new customer"
          (Subscribing.monthly "Free" 0)
          (fun product fake ->
              task {
                  let! _ = Subscribing.given product "ada@acme.dev" fake
                  return ()
              })
          ([ "member.created"; "customer.created"; state ] @ subscribed @ [ state ])
      scenario
          "A renewal whose card is declined"
          (subscriptionOf "ctoken_decline_renewal")
          (passing "P1M")
          [ "subscription.cycled"
            "subscription.updated"
            "order.created"
            "subscription.updated"
            "subscription.past_due"
            state ]
      scenario
          "A renewal whose card is declined for good"
          (fun fake ->
              task {
                  let! id = subscriptionOf "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  return id
              })
          (passing "P22D")
          [ "subscription.updated"
            "subscription.canceled"
            "subscription.revoked"
            "order.updated"
            state ]
      scenario
          "A subscription that has ended goes on (`POST /_fake/subscriptions/{id}/reinstate`)"
          (fun fake ->
              task {
                  let! id = subscription fake
                  do! patch (at "subscriptions") """{"revoke":true}""" id fake
                  return id
              })
          (control "POST" (fun id -> $"/_fake/subscriptions/{id}/reinstate") "{}")
          [ "subscription.updated"; "subscription.active"; state ]
      scenario
          "An order that was given up is due after all (`POST /_fake/orders/{id}/unvoid`)"
          (fun fake ->
              task {
                  let! _ = subscriptionOf "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  do! fake.Clock.AdvanceAsync "P22D"
                  let! order = Subscribing.latestOrder fake
                  return Json.text "id" order
              })
          (control "POST" (fun id -> $"/_fake/orders/{id}/unvoid") "{}")
          [ "order.updated" ]
      scenario
          "A subscription comes over from another provider (`POST /_fake/subscriptions/{id}/migrate`)"
          subscription
          (control "POST" (fun id -> $"/_fake/subscriptions/{id}/migrate") """{"provider":"stripe","provider_subscription_id":"sub_1"}""")
          [ "subscription.migrated" ] ]

/// All of them, in the order of the page.
let all: Scenario list =
    List.concat
        [ catalog
          customers
          checkouts
          orders
          subscriptions
          furtherSubscriptions
          seats
          benefits ]
