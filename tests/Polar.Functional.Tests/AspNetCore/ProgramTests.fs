/// The program that the documents show, as a whole, with the fake in Polar's place.
module Polar.Functional.Tests.AspNetCore.ProgramTests

open System
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Mvc.Testing
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Http
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests.AspNetCore.WebApplication

/// The sample application over a fake.
type private Shop(fake: FakePolar, token: string, secret: string, lines: Lines) =
    inherit WebApplicationFactory<Program>()

    override _.ConfigureWebHost(builder) =
        builder.UseContentRoot AppContext.BaseDirectory |> ignore

        for key, value in
            [ "Polar:AccessToken", token
              "Polar:Server", string fake.Address
              "Polar:Webhooks:Secret", secret ] do
            builder.UseSetting(key, value) |> ignore

        builder.ConfigureLogging(fun logging -> logging.AddProvider lines |> ignore)
        |> ignore

        builder.ConfigureTestServices(fun services ->
            services
                .AddPolar(fun options -> options.AccessToken <- token)
                .ConfigurePrimaryHttpMessageHandler(fun () -> fake.CreateHandler())
            |> ignore)
        |> ignore

let private client (shop: Shop) : HttpClient =
    shop.CreateClient(WebApplicationFactoryClientOptions(AllowAutoRedirect = false))

let private product (fake: FakePolar) : Task<Guid> =
    task {
        let price: ProductPriceCreate = ProductPriceFixedCreate(PriceAmount = 1900L)

        let! made =
            fake.Client.Products.CreateAsync(ProductCreateOneTime(Name = "E-book", Prices = price))

        return made.GetValueOrThrow().Id
    }

/// Buys at the checkout that an address leads to.
let private buy (fake: FakePolar) (checkout: Uri) : Task<unit> =
    task {
        let secret = checkout.Segments |> Array.last

        let! confirmed =
            fake.Client.Checkouts.ClientConfirmAsync(
                secret,
                CheckoutConfirm(
                    ConfirmationTokenId = "tok_visa",
                    CustomerEmail = "ada@acme.dev",
                    CustomerBillingName = "Ada Lovelace",
                    CustomerBillingAddress = AddressInput(Country = Country.SE)
                )
            )

        confirmed.GetValueOrThrow() |> ignore
        do! fake.Clock.AdvanceAsync "PT1M"
        do! fake.Webhooks.SettleAsync()
    }

[<Tests>]
let tests =
    testList
        "ASP.NET Core: a whole program"
        [ testCaseTask "sends a buyer to the checkout, and hears of the payment" (fun () ->
              task {
                  use! fake = FakePolar.StartAsync(FakePolarOptions(Empty = true))
                  let lines = new Lines()

                  let deliver: (HttpRequestMessage -> Task<HttpResponseMessage>) ref =
                      ref Unchecked.defaultof<_>

                  // What the fake delivers goes into the application as it is: same bytes, same signature.
                  use! receiver =
                      fake.Webhooks.ReceiveAsync(
                          Func<_, _, _>(fun (request: FakeWebhookRequest) (_: CancellationToken) ->
                              task {
                                  let message = new HttpRequestMessage(HttpMethod.Post, "/webhooks/polar")
                                  message.Content <- new StringContent(request.Body)

                                  for header in request.Headers do
                                      if header.Key.StartsWith "webhook-" then
                                          message.Headers.Add(header.Key, header.Value)

                                  let! answer = deliver.Value message
                                  return answer.StatusCode
                              }),
                          [||]
                      )

                  use shop = new Shop(fake, fake.AccessToken, receiver.Secret, lines)
                  use http = client shop
                  deliver.Value <- fun message -> http.SendAsync message
                  let! id = product fake
                  use! answer = http.GetAsync $"/buy/{id}"
                  Expect.equal answer.StatusCode HttpStatusCode.Found "a redirect"
                  do! buy fake (Unchecked.nonNull answer.Headers.Location)
                  Expect.exists lines.All (fun line -> line.Contains "is paid.") "the order"

                  Expect.all fake.Webhooks.Deliveries (fun delivery -> delivery.Succeeded) "every delivery was accepted"
              })

          testCaseTask "tells of a product that nobody has as problem details" (fun () ->
              task {
                  use! fake = FakePolar.StartAsync(FakePolarOptions(Empty = true))
                  use shop = new Shop(fake, fake.AccessToken, "secret", new Lines())
                  use http = client shop
                  use! answer = http.GetAsync $"/buy/{Guid.NewGuid()}"
                  let! text = answer.Content.ReadAsStringAsync()
                  Expect.equal (int answer.StatusCode) 422 text
                  Expect.stringContains text "body.products" "where"
              })

          testCaseTask "is healthy while Polar takes its token, and not when it does not" (fun () ->
              task {
                  use! fake = FakePolar.StartAsync(FakePolarOptions(Empty = true))

                  for token, expected in [ fake.AccessToken, 200; "polar_oat_nobodys", 503 ] do
                      use shop = new Shop(fake, token, "secret", new Lines())
                      use http = client shop
                      use! answer = http.GetAsync "/health"
                      Expect.equal (int answer.StatusCode) expected token
              }) ]
