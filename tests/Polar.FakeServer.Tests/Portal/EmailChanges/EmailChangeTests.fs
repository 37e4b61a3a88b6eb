/// How customers get another address: a token goes to the new one, and whoever has it makes the change.
module Polar.FakeServer.Tests.Portal.EmailChanges.EmailChangeTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts

let private root = "customers/me/email-update/"
let private kind = "customer_email_update_verification"

let private request (token: string) (email: string) (fake: FakePolar) =
    Portal.post token (root + "request") $"""{{"email":"{email}"}}""" fake

let private check (token: string) (fake: FakePolar) =
    Http.anonymous "GET" (Portal.root + root + $"check?token={token}") None fake

let private verify (token: string) (fake: FakePolar) =
    Http.anonymous "POST" (Portal.root + root + "verify") (Some $"""{{"token":"{token}"}}""") fake

let private mailed (email: string) (fake: FakePolar) : string =
    match fake.Emails.Last(email, kind).Token with
    | null -> failwith "The e-mail has no token."
    | token -> token

let private refused (answer: Answer) =
    Refusal.domain 401 "InvalidCustomerEmailUpdate" "This email update request is invalid or has expired." answer

/// A customer whose organization lets it change its address: its id, and a session of its owner.
let private ada (fake: FakePolar) : Task<string * string> =
    task {
        do! Portal.allowEmailChange fake
        let! customer = Given.customer "ada@acme.dev" fake
        let! token = Portal.ownersSession (Json.text "id" customer) fake
        return Json.text "id" customer, token
    }

[<Tests>]
let tests =
    testList
        "a change of a customer's address"
        [ testCaseTask "is made by the token that the new one got" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, session = ada fake

                  let! asked, told =
                      Events.during fake (fun () -> request session "grace@acme.dev" fake)

                  Expect.equal (asked.Status, asked.Text, told) (202, "null", []) "asked for"
                  let token = mailed "grace@acme.dev" fake
                  Expect.stringStarts token "polar_cev_" "token"

                  Expect.stringEnds
                      (string (fake.Emails.Last("grace@acme.dev", kind).Link))
                      $"/{fake.Organization.Slug}/portal/verify-email?token={token}"
                      "link"

                  let! good = check token fake
                  Expect.equal (good.Status, good.Text) (204, "") "good"
                  let! answer, told = Events.during fake (fun () -> verify token fake)
                  let next = Json.text "token" (Portal.succeeds answer)
                  Expect.stringStarts next "polar_cst_" "a customer's session, whoever asked"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "told"
                  let! me = Portal.get next "customers/me" fake
                  Expect.equal (Json.text "email" me.Json, Json.flag "email_verified" me.Json) ("grace@acme.dev", true) "changed"
                  let! owner = Portal.get session "customer-session/user" fake
                  Expect.equal (Json.text "email" owner.Json) "grace@acme.dev" "the owner's, too"

                  Expect.equal
                      (fake.Emails.Last("ada@acme.dev", "customer_email_changed_notification").Subject)
                      "Your email address has been changed"
                      "the old address is told"

                  let! seen = Http.get $"/v1/customers/{customer}" fake
                  Expect.equal (Json.text "email" seen.Json) "grace@acme.dev" "as the merchant sees it"
                  let! again = verify token fake
                  refused again
                  let! over = check token fake
                  refused over
              })

          testCaseTask "is the organization's to allow" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! answer = request token "grace@acme.dev" fake
                  Refusal.domain 403 "NotPermitted" "Email changes are not enabled for this organization." answer
                  Expect.isEmpty fake.Emails.All "no mail"
              })

          testCaseTask "is for persons, and to another address" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! same = request token "ADA@acme.dev" fake
                  Refusal.invalid [ "value_error", "body.email", "New email is the same as your current email." ] same

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","email":"acme@acme.dev"}""" fake

                  let! token = Portal.session (Json.text "id" team) fake
                  let! answer = request token "grace@acme.dev" fake
                  Refusal.invalid [ "value_error", "body.email", "Only individual customers can change their email." ] answer
              })

          testCaseTask "is looked at for another owner of the address at the end only" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, session = ada fake
                  let! _ = Given.customer "grace@acme.dev" fake
                  let! asked = request session "Grace@acme.dev" fake
                  Expect.equal asked.Status 202 asked.Text

                  let! answer, told =
                      Events.during fake (fun () -> verify (mailed "Grace@acme.dev" fake) fake)

                  Refusal.invalid [ "value_error", "body.token", "This email address is already in use." ] answer
                  Expect.isEmpty told "nothing has happened"
                  let! seen = Http.get $"/v1/customers/{customer}" fake
                  Expect.equal (Json.text "email" seen.Json) "ada@acme.dev" "kept"
              })

          testCaseTask "takes the place of an earlier one, and is over after half an hour" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, session = ada fake
                  let! _ = request session "one@acme.dev" fake
                  let! _ = request session "two@acme.dev" fake
                  let! first = check (mailed "one@acme.dev" fake) fake
                  refused first
                  let! second = check (mailed "two@acme.dev" fake) fake
                  Expect.equal second.Status 204 "the second one"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 30.)
                  let! over = verify (mailed "two@acme.dev" fake) fake
                  refused over
                  let! unknown = check "polar_cev_" fake
                  refused unknown
              }) ]
