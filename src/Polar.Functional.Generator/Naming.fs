/// Names of the document as .NET writes them.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.Naming

open System
open System.Text.RegularExpressions

let private wordPattern =
    Regex("OAuth2|OAuth|GitHub|[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)|[A-Z]?[a-z]+[0-9]*|[A-Z]+|[0-9]+", RegexOptions.CultureInvariant)

let private spellings =
    Map.ofList [ "oauth2", "OAuth2"; "oauth", "OAuth"; "github", "GitHub" ]

let private spell (word: string) =
    match spellings.TryFind(word.ToLowerInvariant()) with
    | Some spelling -> spelling
    | None when word.Length > 1 && word = word.ToUpperInvariant() -> string word[0] + word.Substring(1).ToLowerInvariant()
    | None -> string (Char.ToUpperInvariant word[0]) + word.Substring 1

let words (name: string) =
    [ for word in wordPattern.Matches name -> spell word.Value ]

/// Joins words; digits that follow digits are kept apart by an underscore.
let private join (words: string list) =
    (("", words)
     ||> List.fold (fun name word ->
         if name <> "" && Char.IsDigit name[name.Length - 1] && Char.IsDigit word[0] then
             $"{name}_{word}"
         else
             name + word))

/// `customer_portal` and `TaxIDFormat` become `CustomerPortal` and `TaxIdFormat`.
let pascal (name: string) = join (words name)

let camel (name: string) =
    match words name with
    | [] -> ""
    | first :: rest -> join (first.ToLowerInvariant() :: rest)

/// `customer_portal.orders` is `Orders` in `CustomerPortal`.
let ofGroup (group: string) : string list =
    group.Split '.' |> Array.map pascal |> List.ofArray

/// Schemas whose name in the document is not the name that a developer expects.
let private renamed =
    Map.ofList
        [ "CheckoutProductsCreate", "CheckoutCreate"
          "CheckoutConfirmStripe", "CheckoutConfirm"
          "Status", "IntegrationStatus"
          "WebhookEvent", "RecordedWebhookEvent"
          "SubType", "OAuth2SubjectType" ]

/// The type of a schema: `Foo-Input` is `FooInput`, `Foo-Output` is `Foo`.
let ofSchema (schema: string) =
    match renamed.TryFind schema with
    | Some name -> name
    | None when schema.EndsWith("-Output", StringComparison.Ordinal) -> pascal (schema.Substring(0, schema.Length - 7))
    | None -> pascal schema

/// Schemas without a name in the document, by one of the places where they stand: `Schema.member`, `operation.parameter`, an operation's id.
let inlineNames: Map<string, string> =
    Map.ofList
        [ "Address.country", "Country"
          "AddressInput.country", "Country"
          "BenefitGitHubRepositoryCreateProperties.permission", "GitHubPermission"
          "BenefitGrant.properties", "BenefitGrantProperties"
          "BenefitLicenseKeyExpirationProperties.timeframe", "LicenseKeyTimeframe"
          "Checkout.discount", "CheckoutDiscount"
          "Checkout.product_price", "ProductPriceOrLegacy"
          "CheckoutLink.discount", "DiscountBase"
          "CheckoutProductsCreate.prices", "ProductPriceCreate"
          "CustomerStateSubscription.status", "SubscriptionStatus"
          "EventsIngest.events", "EventCreate"
          "Filter.clauses", "FilterNode"
          "IntrospectTokenResponse.token_type", "OAuth2TokenType"
          "MemberCreateFromCustomer.role", "MemberRole"
          "Meter.aggregation", "MeterAggregation"
          "OAuth2Client.grant_types", "OAuth2GrantType"
          "OAuth2Client.token_endpoint_auth_method", "TokenEndpointAuthMethod"
          "OrganizationCreate.legal_entity", "OrganizationLegalEntity"
          "OrganizationDetails.switching_from", "CompetingPlatform"
          "OrganizationSubscriptionSettings.proration_behavior", "SubscriptionProrationBehavior"
          "ProductUpdate.prices", "ProductPriceUpdate"
          "PropertyAggregation.func", "PropertyAggregationFunction"
          "RefundCreate.reason", "RefundReason"
          "WebTokenRequest.sub_type", "OAuth2SubjectType"
          "WebhookEndpointUpdate.api_version", "ApiVersion"
          "benefits:update", "BenefitUpdate"
          "customer-sessions:create", "CustomerSessionCreate"
          "oauth2:authorize", "AuthorizeResponse"
          "oauth2:request_token", "TokenRequest"
          "oauth2:userinfo", "UserInfo"
          "subscriptions:create", "SubscriptionCreate"
          "webhooks:list_webhook_deliveries.http_code_class", "HttpCodeClass" ]

/// The name of a schema without one, by its place.
let ofPlace (place: string) =
    match inlineNames.TryFind place with
    | Some name -> name
    | None -> pascal place

/// Members that every emitted type already has.
let private takenByAll =
    set [ "Equals"; "GetHashCode"; "GetType"; "ToString"; "Read"; "Write" ]

let private takenInRecords = takenByAll + set [ "Match"; "Raw" ]

let private takenInEnumerations =
    takenByAll + set [ "Value"; "Values"; "KnownValues"; "IsKnown" ]

let private apart (taken: Set<string>) (declaring: string) (name: string) =
    let name = pascal name

    if name = declaring || taken.Contains name then
        name + "Value"
    elif name = "" then
        "Empty"
    elif Char.IsDigit name[0] then
        "V" + name
    else
        name

/// A member's name in the type that declares it, which must not bear the type's own name.
let memberOf (declaring: string) (name: string) = apart takenInRecords declaring name

/// A value of an enumeration; `-created_at` is `CreatedAtDescending`, a country stays `US`.
let ofValue (declaring: string) (value: string) =
    if value.Length = 2 && value |> Seq.forall Char.IsAsciiLetterUpper then
        value
    elif value.StartsWith '-' then
        apart takenInEnumerations declaring (value.Substring 1) + "Descending"
    else
        apart takenInEnumerations declaring value

let private keywords =
    set
        [ "event"
          "params"
          "default"
          "object"
          "string"
          "class"
          "namespace"
          "type"
          "to"
          "end"
          "begin"
          "base"
          "in"
          "is"
          "as"
          "checked"
          "fixed"
          "lock"
          "new"
          "operator"
          "null"
          "this"
          "true"
          "false"
          "interface"
          "public" ]

/// A parameter's name in both languages; a keyword of either gets a `Value` behind it.
let parameter (name: string) =
    let name = camel name
    if keywords.Contains name then name + "Value" else name

/// The words that all names begin and end with do not tell them apart.
let distinguishing (names: string list) : string list =
    let split = names |> List.map words

    let rec common (lists: string list list) =
        match lists with
        | (first :: _) :: _ when
            lists
            |> List.forall (fun words ->
                match words with
                | word :: _ :: _ -> word = first
                | _ -> false)
            ->
            1 + common (lists |> List.map List.tail)
        | _ -> 0

    if names.Length < 2 then
        names
    else
        let ahead = common split
        let rest = split |> List.map (List.skip ahead)
        let behind = common (rest |> List.map List.rev)

        rest
        |> List.map (fun words -> words |> List.take (words.Length - behind) |> join)
