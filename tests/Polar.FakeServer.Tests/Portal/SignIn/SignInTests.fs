/// How people get into the portal: a code goes to their address, and whoever has it has a session.
module Polar.FakeServer.Tests.Portal.SignIn.SignInTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts

let private kind = "customer_session_code"

let private ask (email: string) (more: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous
        "POST"
        (Portal.root + "customer-session/request")
        (Some $"""{{"email":"{email}","organization_id":"{fake.Organization.Id}"{more}}}""")
        fake

let private authenticate (code: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" (Portal.root + "customer-session/authenticate") (Some $"""{{"code":"{code}"}}""") fake

/// The code that was sent to an address.
let private codeOf (email: string) (fake: FakePolar) : string =
    match fake.Emails.Last(email, kind).Token with
    | null -> failwith "The e-mail has no code."
    | code -> code

let private accepted (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (202, "null") "accepted"

let private refused (answer: Answer) =
    Refusal.domain 401 "CustomerSessionCodeInvalidOrExpired" "This customer session code is invalid or has expired." answer

let private user (token: string) (fake: FakePolar) =
    Portal.get token "customer-session/user" fake

[<Tests>]
let tests =
    testList
        "signing in to the portal"
        [ testCaseTask "by a code that is mailed, once, as the owner" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! asked, told = Events.during fake (fun () -> ask "ADA@acme.dev" "" fake)
                  accepted asked
                  Expect.isEmpty told "nobody is told"
                  let email = fake.Emails.Last("ada@acme.dev", kind)
                  Expect.equal email.Subject $"Access your {fake.Organization.Name} purchases" "subject"
                  Expect.stringEnds (string email.Link) $"/{fake.Organization.Slug}/portal/authenticate" "link"
                  let code = codeOf "ada@acme.dev" fake

                  Expect.isTrue
                      (code.Length = 6
                       && Seq.forall (fun letter -> Char.IsAsciiLetterUpper letter || Char.IsAsciiDigit letter) code)
                      code

                  let! answer, told = Events.during fake (fun () -> authenticate code fake)
                  let token = Json.text "token" (Portal.succeeds answer)
                  Expect.stringStarts token "polar_mst_" "a member's session"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "the address is verified"
                  let! seen = Http.get $"""/v1/customers/{Json.text "id" customer}""" fake
                  Expect.isTrue (Json.flag "email_verified" seen.Json) "verified"
                  let! who = user token fake
                  Expect.equal (Json.text "role" who.Json) "owner" "the owner"

                  let! again = authenticate code fake
                  refused again
              })

          testCaseTask "tells who nobody knows the same, and sends nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! nobody = ask "eve@acme.dev" "" fake
                  accepted nobody
                  let! wrongCustomer = ask "ada@acme.dev" $""","customer_id":"{unknown}" """ fake
                  accepted wrongCustomer

                  let! nowhere =
                      Http.anonymous
                          "POST"
                          (Portal.root + "customer-session/request")
                          (Some $"""{{"email":"ada@acme.dev","organization_id":"{unknown}"}}""")
                          fake

                  accepted nowhere
                  Expect.isEmpty fake.Emails.All "no mail"
              })

          testCaseTask "needs an address that takes mail, and an organization" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! undeliverable = ask "ada@nowhere.example" "" fake
                  Expect.equal undeliverable.Status 422 undeliverable.Text
                  let! malformed = ask "ada" "" fake
                  Expect.equal malformed.Status 422 malformed.Text

                  let! empty =
                      Http.anonymous "POST" (Portal.root + "customer-session/request") (Some "{}") fake

                  Refusal.malformed
                      [ "missing", "body.email", "Field required"
                        "missing", "body.organization_id", "Field required" ]
                      empty

                  let! empty =
                      Http.anonymous "POST" (Portal.root + "customer-session/authenticate") (Some "{}") fake

                  Refusal.malformed [ "missing", "body.code", "Field required" ] empty
              })

          testCaseTask "is over after half an hour" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! _ = ask "ada@acme.dev" "" fake
                  let early = codeOf "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 29.)
                  let! _ = ask "ada@acme.dev" "" fake
                  let late = codeOf "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! over = authenticate early fake
                  refused over
                  let! good = authenticate late fake
                  Expect.equal good.Status 200 "the other one is still good"
                  let! wrong = authenticate "AAAAAA" fake
                  refused wrong
              })

          testCaseTask "asks who is meant, where an address is several customers'" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! acme =
                      Given.create "/v1/customers/" """{"email":"acme@acme.dev","name":"Acme"}""" fake

                  let! bolt = Given.create "/v1/customers/" """{"email":"bolt@acme.dev"}""" fake
                  let acme, bolt = Json.text "id" acme, Json.text "id" bolt
                  let! _ = Portal.member' acme "shared@acme.dev" MemberRole.Member fake
                  let! _ = Portal.member' bolt "Shared@acme.dev" MemberRole.BillingManager fake
                  let! choice = ask "shared@acme.dev" "" fake

                  Expect.equal
                      (choice.Status, choice.Text)
                      (409,
                       $"""{{"error":"customer_selection_required","detail":"Multiple customers found for this email. Please select one.","customers":[{{"id":"{acme}","name":"Acme"}},{{"id":"{bolt}","name":null}}]}}""")
                      "a choice"

                  Expect.isEmpty fake.Emails.All "no code yet"
                  let! chosen = ask "shared@acme.dev" $""","customer_id":"{bolt}" """ fake
                  accepted chosen

                  let! answer, told =
                      Events.during fake (fun () -> authenticate (codeOf "shared@acme.dev" fake) fake)

                  let! who = user (Json.text "token" (Portal.succeeds answer)) fake
                  Expect.equal (Json.text "customer_id" who.Json, Json.text "role" who.Json) (bolt, "billing_manager") "who was chosen"
                  Expect.isEmpty told "a member's address is not the customer's"
              })

          testCaseTask "is refused to a member who is gone by then" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! _ = ask "ada@acme.dev" "" fake
                  let code = codeOf "ada@acme.dev" fake
                  let! _ = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
                  let! answer = authenticate code fake
                  refused answer
              })

          testCaseTask "goes to the owner, where the customer's own address is another" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"billing@acme.dev","owner":{"email":"ada@acme.dev"}}""" fake

                  let! _ = ask "billing@acme.dev" "" fake
                  let! answer = authenticate (codeOf "ada@acme.dev" fake) fake
                  let! who = user (Json.text "token" (Portal.succeeds answer)) fake
                  Expect.equal (Json.text "email" who.Json) "ada@acme.dev" "the owner"
              })

          testCaseTask "is a session of the customer's own, where there are no members" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! Portal.withoutMembers fake
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! nobody = ask "eve@acme.dev" "" fake
                  accepted nobody
                  let! asked = ask "Ada@acme.dev" "" fake
                  accepted asked

                  let! answer, told =
                      Events.during fake (fun () -> authenticate (codeOf "Ada@acme.dev" fake) fake)

                  Expect.stringStarts (Json.text "token" (Portal.succeeds answer)) "polar_cst_" "a customer's session"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "verified"
              }) ]
