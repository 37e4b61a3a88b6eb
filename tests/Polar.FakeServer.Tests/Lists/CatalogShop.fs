/// A shop with something for every filter of the catalog and what is sold of it.
module internal Polar.FakeServer.Tests.Lists.CatalogShop

open System
open System.Net
open System.Net.Http
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance

type Answering() =
    inherit HttpMessageHandler()

    override _.SendAsync(request, _) =
        let isBad = (string request.RequestUri).Contains "bad"

        Task.FromResult(
            new HttpResponseMessage(
                if isBad then
                    HttpStatusCode.InternalServerError
                else
                    HttpStatusCode.OK
            )
        )

/// Ada has bought a book with a discount, Grace a plan with another, which she has cancelled; everything has a label that tests know it by.
type Shop =
    {
        Fake: FakePolar
        /// Ada's session.
        Session: string
        /// Grace's session.
        Subscriber: string
        Ids: Map<string, string>
    }

    /// Puts the things' ids where a query names them: `{ada}`.
    member shop.Named(text: string) =
        (text, shop.Ids)
        ||> Map.fold (fun text label id -> text.Replace("{" + label + "}", id))

let made: Lazy<Task<Shop>> =
    lazy
        (task {
            let! fake = Fake.startWith (fun options -> options.WebhookHandler <- new Answering())
            let id = Json.text "id"
            let create path body = Given.create path body fake

            let! first =
                PopulatedOrganizations.uploaded fake fake.AccessToken "downloadable" "text/plain"

            let! second =
                PopulatedOrganizations.uploaded fake fake.AccessToken "product_media" "image/png"

            let! ada =
                create "/v1/customers/" """{"email":"ada@polar.sh","external_id":"user_1"}"""

            let! grace =
                create "/v1/customers/" """{"email":"grace@polar.sh","external_id":"user_2"}"""

            let! keys = Benefits.create (Benefits.keys "{}") fake
            let! note = Benefits.create Benefits.note fake

            let! files =
                Benefits.create
                    $"""{{"type":"downloadables","description":"Files_of 100%%","properties":{{"files":["{id first}"]}}}}"""
                    fake

            let! book = Given.oneTime 500L fake
            let! plan = Given.monthly 1000L fake
            let! _ = Benefits.attach book [ keys; files ] fake
            let! _ = Benefits.attach plan [ note ] fake

            let! spring =
                create
                    "/v1/discounts/"
                    """{"type":"percentage","name":"Spring sale","code":"ALPHA","duration":"once","basis_points":1000}"""

            let! loyal =
                create "/v1/discounts/" """{"type":"fixed","name":"Loyal_one","duration":"forever","amount":100,"currency":"usd"}"""

            let buy product customer discount metadata =
                task {
                    let! checkout =
                        create
                            "/v1/checkouts/"
                            $"""{{"products":["{id product}"],"customer_id":"{id customer}","discount_id":"{id discount}","metadata":{metadata}}}"""

                    return! Given.confirmed checkout fake
                }

            let! bookCheckout = buy book ada spring """{"source":"ad"}"""
            do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
            let! planCheckout = buy plan grace loyal """{"source":"blog","again":true}"""
            let! orders = Http.get "/v1/orders/?sorting=created_at" fake
            let! payments = Http.get "/v1/payments/?sorting=created_at" fake

            let ofOrder index =
                Json.text $"items.{index}.id" orders.Json

            let! refund =
                create "/v1/refunds/" $"""{{"order_id":"{ofOrder 1}","reason":"other","amount":100}}"""

            let! dispute = Disputes.raised (ofOrder 0) fake
            let! subscriptions = Http.get "/v1/subscriptions/" fake
            let subscription = Json.at "items.0" subscriptions.Json
            do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

            let! _ =
                Http.patch
                    $"/v1/subscriptions/{id subscription}"
                    """{"cancel_at_period_end":true,"customer_cancellation_reason":"too_expensive"}"""
                    fake

            let! bookLink =
                create "/v1/checkout-links/" $"""{{"payment_processor":"stripe","products":["{id book}"]}}"""

            let! planLink =
                create "/v1/checkout-links/" $"""{{"payment_processor":"stripe","products":["{id plan}"]}}"""

            let! size =
                create "/v1/custom-fields/" """{"type":"text","slug":"size","name":"How large","properties":{}}"""

            let! amount =
                create "/v1/custom-fields/" """{"type":"number","slug":"how-many","name":"Amount","properties":{}}"""

            let endpoint name =
                create
                    "/v1/webhooks/endpoints"
                    $"""{{"url":"https://polar.sh/{name}","format":"raw","events":["discount.created","product.created","customer.created"]}}"""

            let! good = endpoint "good"
            let! bad = endpoint "bad"
            let! alan = create "/v1/customers/" """{"email":"alan@polar.sh"}"""
            do! fake.Webhooks.SettleAsync()
            let! session = Benefits.session ada fake
            let! subscriber = Benefits.session grace fake

            let asAda path =
                Benefits.sendAs session "GET" path None fake

            let ids path =
                task {
                    let! answer = Http.get path fake
                    return Json.items "items" answer.Json |> List.map id
                }

            let! licenses = ids "/v1/license-keys/"
            let! ofKeys = ids $"/v1/benefits/{id keys}/grants"
            let! ofFiles = ids $"/v1/benefits/{id files}/grants"
            let! ofNote = ids $"/v1/benefits/{id note}/grants"
            let! taken = ids $"/v1/webhooks/deliveries?endpoint_id={id good}"
            let! refused = ids $"/v1/webhooks/deliveries?endpoint_id={id bad}"
            let! downloads = asAda "/v1/customer-portal/downloadables/"
            let! grant = Http.get $"/v1/benefits/{id keys}/grants" fake

            return
                { Fake = fake
                  Session = session
                  Subscriber = subscriber
                  Ids =
                    Map.ofList
                        [ "organization", string fake.Organization.Id
                          "unknown", Samples.uuid
                          "first file", id first
                          "second file", id second
                          "ada", id ada
                          "grace", id grace
                          "alan", id alan
                          "keys", id keys
                          "note", id note
                          "files", id files
                          "book", id book
                          "plan", id plan
                          "spring", id spring
                          "loyal", id loyal
                          "book checkout", id bookCheckout
                          "plan checkout", id planCheckout
                          "book order", Json.text "items.0.id" orders.Json
                          "plan order", Json.text "items.1.id" orders.Json
                          "book payment", Json.text "items.0.id" payments.Json
                          "plan payment", Json.text "items.1.id" payments.Json
                          "subscription", id subscription
                          "refund", id refund
                          "dispute", string dispute
                          "book link", id bookLink
                          "plan link", id planLink
                          "size", id size
                          "amount", id amount
                          "good", id good
                          "bad", id bad
                          "license", List.exactlyOne licenses
                          "keys grant", List.exactlyOne ofKeys
                          "files grant", List.exactlyOne ofFiles
                          "note grant", List.exactlyOne ofNote
                          "taken", List.exactlyOne taken
                          "refused", List.exactlyOne refused
                          "download", Json.text "items.0.id" downloads.Json
                          "member", Json.text "items.0.member_id" grant.Json ] }
        })
