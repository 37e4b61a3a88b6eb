/// A fake with several things in every list, and how its lists are read.
module internal Polar.FakeServer.Tests.Lists.ListedThings

open System
open Expecto
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Billing.Wallets
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance

type private Listed =
    {
        Fake: FakePolar
        /// A benefit with files and grants.
        Benefit: string
        /// A customer's session.
        Session: string
        /// A customer with a card on file, whom the merchant calls `cards`.
        Customer: string
        /// A team with members and seats, which the merchant calls `team`.
        Team: string
        /// A session of its owner, who sits on a seat of two subscriptions.
        Owner: string
        /// A session of a person who has registered clients of OAuth2.
        Person: string
    }

/// What the sample data has not: a customer without a name, endpoints that get something, fields, discounts and links with and without what one
/// can sort by, and a customer who has bought several benefits.
let private made: Lazy<Task<Listed>> =
    lazy
        (task {
            let! fake = PopulatedOrganizations.seeded ()
            let! _ = Given.create "/v1/customers/" """{"email":"nameless@polar.sh"}""" fake

            let! file =
                PopulatedOrganizations.uploaded fake fake.AccessToken "downloadable" "text/plain"

            let! another =
                PopulatedOrganizations.uploaded fake fake.AccessToken "downloadable" "text/plain"

            let id = Json.text "id"

            let! files =
                Benefits.create
                    $"""{{"type":"downloadables","description":"Files","properties":{{"files":["{id file}","{id another}"]}}}}"""
                    fake

            let! keys = Benefits.create (Benefits.keys "{}") fake
            let! others = Benefits.create (Benefits.keys "{}") fake
            let! note = Benefits.create Benefits.note fake
            let! product = Given.oneTime 500L fake
            let! _ = Benefits.attach product [ note; keys; files; others ] fake
            let! customer, _ = Given.purchase product "ada@polar.sh" fake
            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
            let! _, _ = Given.purchase product "grace@polar.sh" fake

            for path, bodies in
                [ "/v1/webhooks/endpoints",
                  [ """{"url":"https://shop.polar.sh/hook","format":"raw","events":["product.created"]}"""
                    """{"url":"https://shop.polar.sh/hook","format":"raw","events":["product.created"]}""" ]
                  "/v1/custom-fields/",
                  [ """{"type":"text","slug":"size","name":"text size","properties":{}}"""
                    """{"type":"number","slug":"amount","name":"number amount","properties":{}}"""
                    """{"type":"text","slug":"notes","name":"text notes","properties":{}}""" ]
                  "/v1/discounts/",
                  [ """{"type":"percentage","name":"spring","code":"zulu","duration":"once","basis_points":1}"""
                    """{"type":"percentage","name":"Alpha","ends_at":"2030-01-01T00:00:00Z","duration":"once","basis_points":1}"""
                    """{"type":"percentage","name":"Zoo","code":"Alpha","ends_at":"2029-01-01T00:00:00Z","duration":"once","basis_points":1}""" ]
                  "/v1/checkout-links/",
                  [ $"""{{"payment_processor":"stripe","products":["{id product}"],"label":"b"}}"""
                    $"""{{"payment_processor":"stripe","products":["{id product}"],"success_url":"https://polar.sh/b","allow_discount_codes":false}}"""
                    $"""{{"payment_processor":"stripe","products":["{id product}"],"label":"a","success_url":"https://polar.sh/a"}}""" ]
                  "/v1/products/",
                  [ """{"name":"New","prices":[{"amount_type":"fixed","price_amount":500}]}"""
                    """{"name":"Newer","prices":[{"amount_type":"fixed","price_amount":500}]}""" ] ] do
                for body in bodies do
                    let! _ = Given.create path body fake
                    do! fake.Webhooks.SettleAsync()
                    do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            for day in 1..3 do
                let! _ =
                    Http.post
                        "/v1/events/ingest"
                        $"""{{"events":[{{"name":"call{day}","external_customer_id":"ada","timestamp":"2020-01-0{day}T00:00:00Z"}}]}}"""
                        fake

                ()

            let! session = Benefits.session customer fake
            let! monthly = Given.monthly 700L fake

            let! settings =
                Http.patch
                    $"/v1/organizations/{fake.Organization.Id}"
                    """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                    fake

            Expect.equal settings.Status 200 settings.Text

            for price in [ 900L; 800L ] do
                let! plan = Given.monthly price fake
                let! checkout = Given.checkout plan customer fake
                let! _ = Given.confirmed checkout fake
                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            let meter name =
                Given.create
                    "/v1/meters/"
                    $"""{{"name":"{name}","filter":{{"conjunction":"and","clauses":[{{"property":"name","operator":"eq","value":"{name}"}}]}},"aggregation":{{"func":"count"}}}}"""
                    fake

            let! calls = meter "Calls"
            let! bytes = meter "bytes"

            let metered meter =
                $"""{{"amount_type":"metered_unit","meter_id":"{id meter}","unit_amount":"1"}}"""

            let! usage =
                Given.create
                    "/v1/products/"
                    $"""{{"name":"Usage","recurring_interval":"month","prices":[{metered calls},{metered bytes}]}}"""
                    fake

            let! checkout = Given.checkout usage customer fake
            let! _ = Given.confirmed checkout fake

            let! ingested =
                Http.post "/v1/events/ingest" $"""{{"events":[{{"name":"Calls","customer_id":"{id customer}"}}]}}""" fake

            Expect.equal ingested.Status 200 ingested.Text
            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            for currency, amount in [ "usd", 700L; "eur", -30L ] do
                let! _ =
                    fake.Engine.ExecuteAsync(fun transaction ->
                        WalletRules.Add(transaction, Guid.Parse(id customer), currency, amount)
                        true)

                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            let! team =
                Given.create
                    "/v1/customers/"
                    """{"type":"team","email":"team@polar.sh","external_id":"team","owner":{"email":"team@polar.sh"}}"""
                    fake

            let! seats =
                Given.create
                    "/v1/products/"
                    """{"name":"Seats","recurring_interval":"month","prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}]}"""
                    fake

            for email in [ "first@polar.sh"; "second@polar.sh" ] do
                let! checkout = Given.checkout seats team fake
                let! _ = Given.confirmed checkout fake

                let! _ =
                    Given.create $"/v1/customers/{id team}/members" $$"""{"email":"{{email}}"}""" fake

                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            let! cards =
                Given.create "/v1/customers/" """{"email":"cards@polar.sh","external_id":"cards"}""" fake

            let! checkout =
                Given.create "/v1/checkouts/" $"""{{"products":["{id monthly}"],"customer_id":"{id cards}"}}""" fake

            let! _ = Given.confirmed checkout fake

            for email in [ "refunded@polar.sh"; "disputed@polar.sh" ] do
                let! _, _ = Given.purchase product email fake
                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            let! orders = Http.get "/v1/orders/?limit=3" fake

            for index in 0..1 do
                let order = Json.text $"items.{index}.id" orders.Json

                let! _ =
                    Given.create "/v1/refunds/" $"""{{"order_id":"{order}","reason":"other","amount":{100 - index}}}""" fake

                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                let! _ = Disputes.raised order fake
                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            let! owner = Benefits.memberSession team fake
            let! person = OAuth.session fake

            for name in [ "One"; "Two"; "Three" ] do
                let! _ =
                    OAuth.withSession "POST" "/v1/oauth2/register" (Some $"""{{"client_name":"{name}","redirect_uris":[]}}""") person fake

                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            return
                { Fake = fake
                  Benefit = id files
                  Session = session
                  Customer = id cards
                  Team = id team
                  Owner = owner
                  Person = person }
        })

/// Asks a list of the table, as the one whose list it is.
let get (list: SortedList) (query: string) : Task<Answer> =
    task {
        let! listed = made.Value

        let path =
            if list.Path.StartsWith "/v1/customers/" && list.Path.EndsWith "/members" then
                list.Path.Replace("{id}", listed.Team).Replace("{external_id}", "team")
            elif list.Path.StartsWith "/v1/customers/" then
                list.Path.Replace("{id}", listed.Customer).Replace("{external_id}", "cards")
            else
                list.Path.Replace("{id}", listed.Benefit)

        let path = path + "?" + query

        return!
            match ListTable.caller list with
            | ListCaller.Merchant -> Http.get path listed.Fake
            | ListCaller.Customer -> Benefits.sendAs listed.Session "GET" path None listed.Fake
            | ListCaller.Member -> Benefits.sendAs listed.Owner "GET" path None listed.Fake
            | ListCaller.Person -> OAuth.withSession "GET" path None listed.Person listed.Fake
    }
