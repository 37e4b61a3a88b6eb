namespace Polar.Functional.Generator

/// Where in a record something is written that the API description leaves out.
[<RequireQualifiedAccess>]
type LegacyPlace =
    /// Behind a member, by its name on the wire.
    | After of string
    /// In the place of a member's own value.
    | Instead of string
    /// Behind all members.
    | End

/// The records that the service sends with more than their description says, in some version or in all, and where that stands in them. What it is, the
/// fake says.
[<RequireQualifiedAccess>]
module internal LegacyMembers =

    let private atEnd (names: string list) =
        [ for name in names -> name, LegacyPlace.End ]

    /// Records with the places in them.
    let all: (string * LegacyPlace) list =
        List.concat
            [ atEnd
                  [ "ProductPriceFixed"
                    "ProductPriceCustom"
                    "ProductPriceMeteredUnit"
                    "ProductPriceMeteredTiers"
                    "ProductPriceSeatBased"
                    "ProductPriceUnitBased" ]
              atEnd
                  [ "BenefitCustom"
                    "BenefitSlackSharedChannel"
                    "BenefitGitHubRepositoryProperties" ]
              atEnd
                  [ "BenefitGrant"
                    "BenefitGrantCustomWebhook"
                    "BenefitGrantDiscordWebhook"
                    "BenefitGrantDownloadablesWebhook"
                    "BenefitGrantFeatureFlagWebhook"
                    "BenefitGrantGitHubRepositoryWebhook"
                    "BenefitGrantLicenseKeysWebhook"
                    "BenefitGrantMeterCreditWebhook"
                    "BenefitGrantSlackSharedChannelWebhook"
                    "CustomerBenefitGrantDiscord"
                    "CustomerBenefitGrantGitHubRepository" ]
              atEnd
                  [ "LicenseKeyRead"
                    "LicenseKeyWithActivations"
                    "ValidatedLicenseKey"
                    "GrantedLicenseKey"
                    "RotatedLicenseKey" ]
              // The license key's purchase, which the version behind the described one has.
              [ "ValidatedLicenseKey", LegacyPlace.After "expires_at"
                "GrantedLicenseKey", LegacyPlace.After "expires_at" ]
              atEnd [ "CheckoutLink"; "Checkout"; "CheckoutPublic"; "CheckoutPublicConfirmed" ]
              atEnd [ "Order"; "CustomerOrder" ]
              atEnd
                  [ "Subscription"
                    "CustomerSubscription"
                    "OrderSubscription"
                    "CustomerOrderSubscription"
                    "CustomerStateSubscription" ]
              [ "Organization", LegacyPlace.After "allow_customer_updates"
                "Organization", LegacyPlace.After "embed_hosts"
                "Organization", LegacyPlace.End
                "OrganizationFeatureSettings", LegacyPlace.After "issue_funding_enabled"
                "CheckoutOrganization", LegacyPlace.After "allow_customer_updates"
                "CustomerOrganization", LegacyPlace.After "allow_customer_updates"
                "BenefitSubscriberOrganization", LegacyPlace.After "allow_customer_updates" ] ]

    /// The name of the slot that the fake fills for a place.
    let slot (record: string, place: LegacyPlace) : string =
        match place with
        | LegacyPlace.End -> record
        | LegacyPlace.After entry -> $"{record}After{Naming.pascal entry}"
        | LegacyPlace.Instead entry -> $"{record}InsteadOf{Naming.pascal entry}"
