/// The fake's own page for signing in and consenting, as a browser without scripts has it.
module Polar.FakeServer.Tests.OAuth2.Pages.PageTests

open System
open System.Net
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path = "/oauth2/authorize"

let private openPage (client: Client) (changes: (string * string) list) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "GET" (OAuth.withQuery path (OAuth.asked client changes)) None fake

/// Clicks a button of the page: sends what its form has, and what was chosen.
let private click
    (action: string)
    (chosen: (string * string) list)
    (client: Client)
    (changes: (string * string) list)
    (page: Answer)
    (fake: FakePolar)
    =
    let hidden =
        [ for field in Regex.Matches(page.Text, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">") ->
              field.Groups[1].Value, field.Groups[2].Value ]

    OAuth.form (OAuth.withQuery path (OAuth.asked client changes)) [] (hidden @ chosen @ [ "action", action ]) fake

let private expectPage (status: int) (answer: Answer) =
    Expect.equal answer.Status status answer.Text
    Expect.equal answer.Headers["content-type"] "text/html; charset=utf-8" "a page"

    Expect.equal
        answer.Headers["content-security-policy"]
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
        "which needs nothing from elsewhere"

    Expect.isFalse (Regex.IsMatch(answer.Text, "(src|href)=\"(https?:|//)|<script")) "nor has anything from elsewhere"

let private founder (fake: FakePolar) =
    $"founder@{fake.Organization.Slug}.example"

/// The addresses of the links on a page.
let private links (answer: Answer) =
    [ for link in Regex.Matches(answer.Text, "href=\"([^\"]*)\"") -> WebUtility.HtmlDecode link.Groups[1].Value |> Unchecked.nonNull ]

[<Tests>]
let tests =
    testList
        "OAuth2 page"
        [ testCaseTask "the fake's user is signed in at once, and says whether the client may" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.registerBy ""","client_uri":"https://shop.example" """ fake
                  let! page = openPage client [ "scope", "openid email products:read" ] fake
                  expectPage 200 page

                  for text in
                      [ "Shop wants to access your account"
                        founder fake
                        "Read your email address"
                        "Read products"
                        OAuth.callback
                        fake.Organization.Name ] do
                      Expect.stringContains page.Text (WebUtility.HtmlEncode text |> Unchecked.nonNull) text

                  let! answer =
                      click "allow" [] client [ "scope", "openid email products:read" ] page fake

                  let sent = OAuth.sent answer
                  Expect.equal sent["state"] "s t" "back to the client"
                  let! tokens = OAuth.exchange client sent["code"] fake
                  Expect.equal (tokens.Status, Json.text "scope" tokens.Json) (200, "openid email products:read") tokens.Text
                  let! again = openPage client [] fake
                  Expect.stringStarts (OAuth.sent again |> Map.find "code") "polar_ac_" "not asked again"
              })

          testCaseTask "denying goes back to the client" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! page = openPage client [] fake
                  let! answer = click "deny" [] client [] page fake
                  Expect.equal (OAuth.sent answer |> Map.find "error") "access_denied" "denied"
              })

          testCaseTask "somebody else signs in by a link, and is whom the tokens stand for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! _ = OAuth.sessionOf $""","user_id":"{unknown}","role":"finance" """ fake
                  let! page = openPage client [] fake
                  let switch = links page |> List.find (fun link -> link.EndsWith "as=")
                  let! people = Http.anonymous "GET" (path + switch) None fake
                  expectPage 200 people
                  Expect.stringContains people.Text (founder fake) "one"
                  Expect.stringContains people.Text $"{unknown}@users.example" "and the other"
                  let choice = links people |> List.find (fun link -> link.EndsWith $"as={unknown}")
                  let! theirs = Http.anonymous "GET" (path + choice) None fake
                  expectPage 200 theirs
                  Expect.stringContains theirs.Text $"{unknown}@users.example" "signed in"
                  let! answer = click "allow" [] client [] theirs fake
                  let! tokens = OAuth.exchange client (OAuth.sent answer |> Map.find "code") fake

                  let! info =
                      Http.raw fake (Http.request "GET" "/v1/oauth2/userinfo" (Some(Json.text "access_token" tokens.Json)) None)

                  Expect.equal (Json.text "sub" info.Json) unknown "whom"
              })

          testCaseTask "the address may say who it is, by id or by e-mail" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! _ = OAuth.sessionOf $""","user_id":"{unknown}","role":"member" """ fake

                  for named in [ unknown; $"{unknown}@USERS.example" ] do
                      let! page = openPage client [ "as", named ] fake
                      expectPage 200 page
                      Expect.stringContains page.Text $"name=\"as\" value=\"{unknown}\"" named

                  let! nobody = openPage client [ "as", "grace@<b>acme.dev" ] fake
                  expectPage 200 nobody
                  Expect.stringContains nobody.Text "There is no user “grace@&lt;b&gt;acme.dev” here" "as text"
              })

          testCaseTask "a browser's session counts more than whoever is signed in at once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! session = OAuth.sessionOf $""","user_id":"{unknown}","role":"member" """ fake

                  let! page =
                      OAuth.withSession "GET" (OAuth.withQuery path (OAuth.asked client [])) None session fake

                  expectPage 200 page
                  Expect.stringContains page.Text $"{unknown}@users.example" "the session's"
              })

          testCaseTask "a test says who is signed in at once, or that nobody is" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake

                  let choose body =
                      Http.anonymous "PUT" "/_fake/oauth2/user" (Some body) fake

                  let! strange = choose $"""{{"user_id":"{unknown}"}}"""
                  Expect.equal strange.Status 400 strange.Text
                  let! _ = OAuth.sessionOf $""","user_id":"{unknown}","role":"member" """ fake
                  let! chosen = choose $"""{{"user_id":"{unknown}"}}"""
                  Expect.equal (chosen.Status, chosen.Text) (200, $"""{{"user_id":"{unknown}"}}""") "chosen"
                  let! page = openPage client [] fake
                  Expect.stringContains page.Text $"{unknown}@users.example" "signed in"
                  let! out = choose """{"user_id":null}"""
                  Expect.equal out.Text """{"user_id":null}""" "nobody"
                  let! people = openPage client [] fake
                  Expect.stringContains people.Text "Choose who you are" "asked"
                  let! silent = openPage client [ "prompt", "none" ] fake
                  Expect.equal (OAuth.sent silent |> Map.find "error") "login_required" "not to be asked"
                  do! fake.ResetAsync()
                  let! again = OAuth.register fake
                  let! first = openPage again [] fake
                  Expect.stringContains first.Text (founder fake) "as at the start"
              })

          testCaseTask "who is to sign in once more chooses, and is asked no second time" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! people = openPage client [ "prompt", "login" ] fake
                  expectPage 200 people
                  Expect.stringContains people.Text "Choose who you are" "asked"
                  let choice = links people |> List.head
                  Expect.stringContains choice "prompt=login" "with the whole request"
                  let! page = Http.anonymous "GET" (path + choice) None fake
                  Expect.stringContains page.Text "wants to access your account" "then to consent"
              })

          testCaseTask "what is wrong with a request is told on a page, or to the client where it is known" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! unknownClient = openPage client [ "client_id", "polar_ci_x" ] fake
                  expectPage 400 unknownClient
                  Expect.stringContains unknownClient.Text "The client does not exist on this server." "what"

                  let! elsewhere =
                      openPage client [ "redirect_uri", "https://evil.example/<script>" ] fake

                  expectPage 400 elsewhere
                  Expect.stringContains elsewhere.Text "https://evil.example/&lt;script&gt; is not supported" "as text"
                  let! scope = openPage client [ "scope", "nonsense" ] fake
                  Expect.equal (OAuth.sent scope |> Map.find "error") "invalid_scope" "the client is told"
              })

          testCaseTask "a client's words are text, whatever is in them" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! client =
                      OAuth.registerWith
                          $"""{{"client_name":"<img src=x onerror=alert(1)>\"&","redirect_uris":["{OAuth.callback}"],"client_uri":"https://a.example/\"><b>"}}"""
                          fake

                  let! page = openPage client [ "state", "\"><i>" ] fake
                  expectPage 200 page
                  Expect.isFalse (Regex.IsMatch(page.Text, "<img|<b>|<i>")) "no tag of theirs"
              })

          testCaseTask "for one organization, one is chosen" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! second = fake.CreateOrganizationAsync "second"
                  let! client = OAuth.register fake
                  let changes = [ "sub_type", "organization"; "scope", "organizations:read" ]
                  let! page = openPage client changes fake
                  expectPage 200 page

                  Expect.hasLength
                      (Regex.Matches(page.Text, "<input type=\"radio\" name=\"organizations\" value=\"[^\"]*\" required>")
                       |> Seq.toList)
                      2
                      "one of two"

                  let! none = click "allow" [] client changes page fake
                  expectPage 400 none
                  Expect.stringContains none.Text "requires selecting an organization" "what"

                  let! answer =
                      click "allow" [ "organizations", string second.Id ] client changes page fake

                  let! tokens = OAuth.exchange client (OAuth.sent answer |> Map.find "code") fake

                  let! listed =
                      Http.raw fake (Http.request "GET" "/v1/organizations/" (Some(Json.text "access_token" tokens.Json)) None)

                  Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "second" ] "that one"
                  let! again = openPage client changes fake
                  expectPage 200 again
                  Expect.stringContains again.Text "type=\"radio\"" "which one is asked again"
              }) ]
