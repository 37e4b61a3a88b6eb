/// What endpoints in chats get: each row of what Polar says there, in Discord's form and in Slack's.
module Polar.FakeServer.Tests.Webhooks.ChatFormatTests

open System
open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps
open Polar.FakeServer.Tests.Webhooks.Scenarios

/// A scenario, the event of it, and what is said: in the list of messages, as the headline, what happened, and the particulars.
let private said: (string * string * string * string * string * (string * string) list) list =
    let sold amount =
        [ "Product", "Pro"; "Amount", amount; "Customer", "ada@acme.dev" ]

    let withStatus status =
        sold "$10.00/month" @ [ "Status", status ]

    let order = "New order has been made to Acme."

    [ "A discount is made",
      "discount.created",
      "discount.created",
      "discount.created",
      "discount.created",
      [ "Object", "{id}"; "Organization", "Acme" ]
      "A customer is made",
      "member.created",
      "member.created",
      "member.created",
      "member.created",
      [ "Object", "{id}"; "Organization", "Acme" ]
      "Something is bought once",
      "order.created",
      "New Order",
      "New Order",
      order,
      [ "Product", "Book"; "Amount", "$8.33"; "Customer", "ada@acme.dev" ]
      "Something is bought once",
      "order.updated",
      "New Order",
      "New Order",
      order,
      [ "Product", "Book"; "Amount", "$8.33"; "Customer", "ada@acme.dev" ]
      "Something is bought once",
      "order.paid",
      "New Order",
      "New Order",
      order,
      [ "Product", "Book"; "Amount", "$8.33"; "Customer", "ada@acme.dev" ]
      "A renewal", "order.paid", "New Order", "New Order", order, sold "$10.00" @ [ "Subscription", "Yes" ]
      "Part of an order is refunded",
      "order.refunded",
      "Order Refunded",
      "Order Refunded",
      "Order refunded for Acme.",
      [ "Product", "Book"; "Refunded", "$1.00"; "Customer", "ada@acme.dev" ]
      "All of an order is refunded",
      "order.refunded",
      "Order Refunded",
      "Order Refunded",
      "Order refunded for Acme.",
      [ "Product", "Book"
        "Refunded", "$8.33"
        "Customer", "ada@acme.dev"
        "Fully Refunded", "Yes" ]
      "A subscription is given to a new customer",
      "subscription.created",
      "New Subscription",
      "New Subscription",
      "New subscription has been made to Acme.",
      [ "Product", "Free"; "Amount", "Free"; "Customer", "ada@acme.dev" ]
      "A subscription is given to a new customer",
      "subscription.active",
      "Subscription is now active.",
      "Active Subscription",
      "Subscription is now active.",
      [ "Product", "Free"
        "Amount", "Free"
        "Customer", "ada@acme.dev"
        "Status", "active" ]
      "A cancellation",
      "subscription.canceled",
      "Subscription has been canceled.",
      "Canceled Subscription",
      "Subscription has been canceled.",
      withStatus "active" @ [ "Ends At", "Apr 1, 2026" ]
      "A cancellation",
      "subscription.updated",
      "Subscription has been canceled.",
      "Canceled Subscription",
      "Subscription has been canceled.",
      withStatus "active" @ [ "Ends At", "Apr 1, 2026" ]
      "A cancellation taken back",
      "subscription.uncanceled",
      "Subscription has been uncanceled.",
      "Uncanceled Subscription",
      "Subscription has been restored.",
      withStatus "active"
      "An end at once",
      "subscription.revoked",
      "Subscription has been revoked.",
      "Revoked Subscription",
      "Subscription has been revoked.",
      withStatus "canceled"
      "An end at once",
      "subscription.updated",
      "Subscription has been revoked.",
      "Revoked Subscription",
      "Subscription has been revoked.",
      withStatus "canceled"
      "A renewal whose card is declined",
      "subscription.past_due",
      "Subscription payment has failed.",
      "Past Due Subscription",
      "Subscription payment has failed. The customer can still recover by updating their payment method.",
      withStatus "past_due"
      "A pause that begins",
      "subscription.paused",
      "Subscription has been paused.",
      "Paused Subscription",
      "Subscription has been paused.",
      withStatus "paused"
      "A pause that is ended",
      "subscription.resumed",
      "Subscription has resumed.",
      "Resumed Subscription",
      "Subscription has resumed.",
      withStatus "active"
      "Part of an order is refunded",
      "refund.created",
      "Refund Created",
      "Refund Created",
      "Refund has been created for Acme.",
      [ "Amount", "$1.00"; "Status", "succeeded" ]
      "The refund that was to prevent a dispute is taken back, and the dispute goes on",
      "refund.updated",
      "Refund Updated",
      "Refund Updated",
      "Refund has been updated for Acme.",
      [ "Amount", "$8.33"; "Status", "failed" ] ]

/// Runs a scenario with an endpoint of each form for one kind of event; what each of them got, and the event's data.
let private sent (name: string) (kind: string) : Task<string list * string list * JsonNode list> =
    task {
        let scenario = all |> List.find (fun scenario -> scenario.Name = name)
        let bodies = ConcurrentQueue<string * string>()

        let handler =
            { new HttpMessageHandler() with
                override _.SendAsync(request, _) =
                    task {
                        let! body = (nonNull request.Content).ReadAsStringAsync()
                        bodies.Enqueue((nonNull request.RequestUri).AbsolutePath, body)
                        return new HttpResponseMessage(HttpStatusCode.NoContent)
                    } }

        use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)
        let! id = scenario.Given fake

        for format in [ "raw"; "discord"; "slack" ] do
            let! _ =
                Given.create
                    "/v1/webhooks/endpoints"
                    $"""{{"url":"https://acme.dev/{format}","format":"{format}","events":["{kind}"]}}"""
                    fake

            ()

        do! scenario.Step id fake
        do! fake.Webhooks.SettleAsync()

        let of' path =
            [ for sent, body in bodies do
                  if sent = path then
                      body ]

        return of' "/discord", of' "/slack", [ for body in of' "/raw" -> Json.at "data" (Json.parse body) ]
    }

let private ofRows =
    testList
        "say"
        [ for name, kind, text, title, description, fields in said do
              testCaseTask $"of {kind}: {name}" (fun () ->
                  task {
                      let! discord, slack, data = sent name kind
                      Expect.isNonEmpty discord "something is said"
                      Expect.equal discord.Length slack.Length "in both"

                      let fields =
                          [ for name, value in fields -> name, value.Replace("{id}", Json.text "id" (List.head data)) ]

                      let body = Json.parse (List.head discord)
                      Expect.equal (Json.names body) [ "content"; "embeds" ] "Discord's members"
                      Expect.equal (Json.text "content" body) text "content"
                      let embed = Json.at "embeds.0" body

                      Expect.equal
                          (Json.names embed)
                          [ "color"; "author"; "thumbnail"; "footer"; "title"; "description"; "fields" ]
                          "an embed's members"

                      Expect.equal (Json.whole "color" embed, Json.text "author.name" embed) (25343L, "Polar.sh") "who says it"
                      Expect.equal (Json.text "footer.text" embed) "Powered by Polar.sh" "footer"
                      Expect.equal (Json.text "title" embed, Json.text "description" embed) (title, description) "title and description"

                      Expect.equal
                          [ for field in Json.items "fields" embed -> Json.text "name" field, Json.text "value" field ]
                          fields
                          "fields"

                      let body = Json.parse (List.head slack)
                      Expect.equal (Json.names body) [ "text"; "blocks" ] "Slack's members"
                      Expect.equal (Json.text "text" body) text "text"
                      let section = Json.at "blocks.0" body
                      Expect.equal (Json.text "type" section) "section" "the first block"

                      Expect.equal
                          ((Json.at "text" section).ToJsonString())
                          $"""{{"type":"mrkdwn","text":"{description}"}}"""
                          "what happened"

                      Expect.equal
                          [ for field in Json.items "fields" section -> Json.text "type" field, Json.text "text" field ]
                          [ for name, value in fields -> "mrkdwn", $"*{name}*\n{value}" ]
                          "fields"

                      let context = Json.at "blocks.1" body
                      Expect.equal (Json.text "type" context) "context" "the last block"

                      Expect.equal
                          (Json.text "elements.0.type" context, Json.text "elements.0.alt_text" context)
                          ("image", "Polar")
                          "an image"

                      Expect.equal (Json.text "elements.1.text" context) "Powered by Polar.sh" "footer"
                  }) ]

/// Every space of such a body is behind a comma or a colon, or in a text.
let private python =
    Regex @"\A(""([^""\\]|\\.)*""(: )?|-?\d+|true|false|null|[{}\[\]]|, )+\z"

[<Tests>]
let tests =
    testList
        "webhooks in chats"
        [ ofRows

          testCaseTask "nothing is said of a subscription's change that is no end" (fun () ->
              task {
                  let! discord, slack, raw = sent "Other metadata" "subscription.updated"
                  Expect.isEmpty (discord @ slack) "nothing"
                  Expect.hasLength raw 1 "though it has happened"
              })

          testCaseTask "bodies have a space behind each mark, and nothing beyond ASCII" (fun () ->
              task {
                  let! discord, slack, _ = sent "Something is bought once" "order.paid"

                  for body in discord @ slack do
                      Expect.isTrue (python.IsMatch body) body
                      Expect.isTrue (String.forall Char.IsAscii body) body
              }) ]
