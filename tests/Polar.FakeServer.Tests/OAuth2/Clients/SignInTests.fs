/// An ASP.NET Core app signs people in with the fake, by the OpenID Connect client that such apps have.
module Polar.FakeServer.Tests.OAuth2.Clients.SignInTests

open System
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A browser, as far as signing in needs one: it keeps cookies for each of the two, and goes where it is sent.
[<Sealed>]
type private Browser(app: HttpClient, fake: HttpClient, fakeHost: string) =
    let cookies = Dictionary<string, string>()

    let clientOf (address: Uri) =
        if address.Host = fakeHost then fake else app

    member _.SendAsync(method: HttpMethod, address: Uri, form: (string * string) list) : Task<HttpResponseMessage> =
        task {
            let request = new HttpRequestMessage(method, address.PathAndQuery)

            for entry in cookies do
                if entry.Key.StartsWith $"{address.Host} " then
                    let name = entry.Key.Substring(address.Host.Length + 1)

                    request.Headers.TryAddWithoutValidation("Cookie", $"{name}={entry.Value}")
                    |> ignore

            if not form.IsEmpty then
                request.Content <- new FormUrlEncodedContent([ for name, value in form -> KeyValuePair(name, value) ])

            let! response = (clientOf address).SendAsync request

            match response.Headers.TryGetValues "Set-Cookie" with
            | true, set ->
                for cookie in set |> Option.ofObj |> Option.defaultValue Seq.empty do
                    let pair = (cookie.Split(';')[0]).Split('=', 2)
                    cookies[$"{address.Host} {pair[0]}"] <- pair[1]
            | _ -> ()

            return response
        }

    /// Opens an address, and goes where it is sent until there is something to see.
    member browser.OpenAsync(address: Uri) : Task<HttpResponseMessage * Uri> =
        task {
            let! response = browser.SendAsync(HttpMethod.Get, address, [])

            if int response.StatusCode = 302 then
                let next = Uri(address, response.Headers.Location |> Unchecked.nonNull)

                return! browser.OpenAsync next
            else
                return response, address
        }

/// The app, with the fake in Polar's place, and a browser for it.
let private withApp (play: FakePolar -> Browser -> Task<unit>) : Task<unit> =
    task {
        use! fake = FakePolar.StartAsync(FakePolarOptions(Empty = true))

        let! registered = Shop.SignInExamples.RegisterAsync fake
        let struct (id, secret) = registered
        let builder = WebApplication.CreateSlimBuilder()
        builder.WebHost.UseTestServer() |> ignore
        builder.Logging.ClearProviders() |> ignore
        Shop.SignInExamples.SignInWithPolar builder
        Shop.SignInExamples.OverFake(builder.Services, fake, id, secret)
        use app = builder.Build()
        Shop.SignInExamples.MapProfile app
        do! app.StartAsync()
        use ofApp = app.GetTestServer().CreateClient()
        ofApp.BaseAddress <- Uri "https://bridge.example"
        use ofFake = fake.CreateHttpClient()
        do! play fake (Browser(ofApp, ofFake, fake.Address.Host))
    }

let private profile = Uri "https://bridge.example/profile"

[<Tests>]
let tests =
    testList
        "OAuth2 sign-in"
        [ testCaseTask "an app signs a person in, and calls with that person's token" (fun () ->
              withApp (fun fake browser ->
                  task {
                      let! page, address = browser.OpenAsync profile
                      let! html = page.Content.ReadAsStringAsync()
                      Expect.equal (int page.StatusCode, address.AbsolutePath) (200, "/oauth2/authorize") html
                      Expect.stringContains html "Invoice Bridge wants to access your account" "the person is asked"
                      Expect.stringContains address.Query "code_challenge_method=S256" "with a challenge"
                      let user = Regex.Match(html, "name=\"as\" value=\"([^\"]*)\"").Groups[1].Value

                      let! allowed =
                          browser.SendAsync(HttpMethod.Post, address, [ "as", user; "action", "allow" ])

                      Expect.equal (int allowed.StatusCode) 302 "back to the app"

                      let! signedIn, final =
                          browser.OpenAsync(allowed.Headers.Location |> Unchecked.nonNull)

                      let! text = signedIn.Content.ReadAsStringAsync()
                      Expect.equal (int signedIn.StatusCode, final) (200, profile) text
                      let seen = Json.parse text

                      Expect.equal
                          (Json.text "sub" seen, Json.text "email" seen)
                          (user, $"founder@{fake.Organization.Slug}.example")
                          "who"

                      let! products =
                          Http.raw fake (Http.request "GET" "/v1/products/" (Some(Json.text "token" seen)) None)

                      Expect.equal products.Status 200 products.Text
                  }))

          testCaseTask "a person who denies is told so by the app" (fun () ->
              withApp (fun _ browser ->
                  task {
                      let! page, address = browser.OpenAsync profile
                      let! html = page.Content.ReadAsStringAsync()
                      let user = Regex.Match(html, "name=\"as\" value=\"([^\"]*)\"").Groups[1].Value

                      let! denied =
                          browser.SendAsync(HttpMethod.Post, address, [ "as", user; "action", "deny" ])

                      let callback = denied.Headers.Location |> Unchecked.nonNull
                      Expect.stringContains callback.Query "error=access_denied" "told"

                      let! told = browser.SendAsync(HttpMethod.Get, callback, [])
                      let next = told.Headers.Location |> Unchecked.nonNull
                      Expect.equal (int told.StatusCode, next.AbsolutePath) (302, "/sign-in-denied") "where the app says so"
                  })) ]
