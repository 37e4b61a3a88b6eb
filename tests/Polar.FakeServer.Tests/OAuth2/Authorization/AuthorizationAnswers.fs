/// What the authorization endpoint says to a page.
module internal Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationAnswers

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let expectSent (error: string) (description: string option) (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (302, "") "nothing but where to"
    Expect.equal ((OAuth.location answer).GetLeftPart UriPartial.Path) OAuth.callback "back to the client"

    Expect.equal
        (OAuth.sent answer)
        (Map.ofList
            [ "error", error
              match description with
              | Some description -> "error_description", description
              | None -> ()
              "state", "s t" ])
        "what is wrong, and the state"

let unauthorized = """{"detail":"Unauthorized"}"""

let expectOutcome (outcome: string) (answer: Answer) =
    match outcome with
    | "sign in" -> Expect.equal (answer.Status, answer.Text) (401, unauthorized) "the page shows where to sign in"
    | "question" -> Expect.equal answer.Status 200 answer.Text
    | "code" -> Expect.stringStarts (OAuth.sent answer |> Map.find "code") "polar_ac_" "a code"
    | error -> expectSent error None answer
