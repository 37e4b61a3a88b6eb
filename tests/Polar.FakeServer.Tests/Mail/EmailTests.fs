/// What would have been mailed is kept, and shown to who asks the fake.
module Polar.FakeServer.Tests.Mail.EmailTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Mail
open Polar.FakeServer.Tests

let private send (fake: FakePolar) (address: string) (kind: string) (token: string) : Task =
    fake.ExecuteAsync(fun transaction ->
        SentEmails.SendEmail(
            transaction,
            EmailDraft(OrganizationId = fake.Organization.Id, To = address, Kind = kind, Subject = $"About {kind}", Token = token)
        )

        true)

[<Tests>]
let tests =
    testList
        "e-mails"
        [ testTask "are listed newest last, by address and kind, in pages" {
              use! fake = Fake.start ()
              do! send fake "ada@example.com" "code" "1"
              do! send fake "bob@example.com" "code" "2"
              do! send fake "Ada@example.com" "invitation" "3"

              let tokens query =
                  task {
                      let! answer = Http.anonymous "GET" $"/_fake/emails{query}" None fake
                      return answer.Json |> Json.items "emails" |> List.map (Json.text "token")
                  }

              let! all = tokens ""
              Expect.equal all [ "1"; "2"; "3" ] "all of them"
              let! ofOne = tokens "?to=ada@example.com"
              Expect.equal ofOne [ "1"; "3" ] "to one address"
              let! second = tokens "?kind=code&limit=1&page=2"
              Expect.equal second [ "2" ] "of one kind, the second page"
              Expect.equal (fake.Emails.Last("ada@example.com", "code").Token) "1" "the newest of a kind"
          }

          testTask "that were not sent are told with those that were, without their tokens" {
              use! fake = Fake.start ()
              do! send fake "ada@example.com" "code" "hush"

              let message =
                  try
                      fake.Emails.Last "eve@example.com" |> string
                  with :? System.InvalidOperationException as refused ->
                      refused.Message

              Expect.stringContains message "No e-mail went to eve@example.com." "what was looked for"
              Expect.stringContains message "code to ada@example.com" "what was sent instead"
              Expect.isFalse (message.Contains "hush") "no token"
          }

          testTask "are gone after a reset" {
              use! fake = Fake.start ()
              do! send fake "ada@example.com" "code" "1"
              do! fake.ResetAsync()
              Expect.isEmpty fake.Emails.All "after a reset"
          } ]
