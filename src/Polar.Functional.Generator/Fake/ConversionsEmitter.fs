/// Makes one shape of another: the service shows one thing with more members here, with fewer there. What the other shape lacks is asked for, so
/// that a shape that changes breaks the build.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ConversionsEmitter

/// The shapes that the fake makes of others.
let private wanted: (string * string) list =
    let benefits =
        [ "Custom"
          "Discord"
          "GitHubRepository"
          "Downloadables"
          "LicenseKeys"
          "MeterCredit"
          "FeatureFlag"
          "SlackSharedChannel" ]

    let discounts =
        [ "FixedOnceForever"
          "FixedRepeat"
          "PercentageOnceForever"
          "PercentageRepeat" ]

    let from source targets =
        [ for target in targets -> source, target ]

    List.concat
        [ from "Checkout" [ "CheckoutPublic"; "CheckoutPublicConfirmed" ]
          from
              "Organization"
              [ "CheckoutOrganization"
                "CustomerOrganization"
                "BenefitSubscriberOrganization" ]
          [ for kind in benefits do
                $"Benefit{kind}", $"Benefit{kind}Public"
                $"Benefit{kind}", $"Benefit{kind}Subscriber"
                "BenefitGrant", $"BenefitGrant{kind}Webhook"
                "BenefitGrant", $"CustomerBenefitGrant{kind}" ]
          from "BenefitCustom" [ for kind in List.tail benefits -> $"Benefit{kind}" ]
          [ for kind in [ "Custom"; "Discord"; "GitHubRepository"; "LicenseKeys"; "MeterCredit" ] ->
                $"Benefit{kind}Properties", $"Benefit{kind}SubscriberProperties" ]
          from "BenefitMeterCreditProperties" [ "BenefitMeterCreditPublicProperties" ]
          from "Benefit" [ "BenefitPublic" ]
          from
              "Product"
              [ "CheckoutProduct"
                "CheckoutLinkProduct"
                "CustomerProduct"
                "OrderProduct"
                "DiscountProduct" ]
          from "CustomerProduct" [ "CustomerSubscriptionProduct"; "CustomerOrderProduct" ]
          from "Order" [ "CustomerOrder" ]
          from
              "ProductPriceFixed"
              [ "ProductPriceCustom"
                "ProductPriceMeteredUnit"
                "ProductPriceMeteredTiers"
                "ProductPriceSeatBased"
                "ProductPriceUnitBased" ]
          from
              "CustomFieldText"
              [ "CustomFieldNumber"
                "CustomFieldDate"
                "CustomFieldCheckbox"
                "CustomFieldSelect" ]
          from
              "DiscountPercentageOnceForeverDuration"
              [ for kind in List.except [ "PercentageOnceForever" ] discounts -> $"Discount{kind}Duration" ]
          [ for kind in discounts do
                $"Discount{kind}Duration", $"Discount{kind}DurationBase"
                $"Discount{kind}Duration", $"CheckoutDiscount{kind}Duration" ]
          from
              "DownloadableFileRead"
              [ "OrganizationAvatarFileRead"
                "SupportCaseAttachmentFileRead"
                "ProductMediaFileRead"
                "FileUpload"
                "FileDownload"
                "BenefitDownloadableFile" ]
          from "Meter" [ "ProductPriceMeter" ]
          from
              "Subscription"
              [ "CustomerStateSubscription"
                "OrderSubscription"
                "CustomerOrderSubscription" ]
          from "CustomerUpdateExternalId" [ "CustomerUpdate" ]
          from "CustomerIndividual" [ "CustomerTeam"; "CustomerStateIndividual" ]
          from "CustomerTeam" [ "CustomerStateTeam" ]
          from
              "Customer"
              [ "CustomerPortalCustomer"
                "LicenseKeyCustomer"
                "OrderCustomer"
                "SubscriptionCustomer" ]
          from
              "LicenseKeyRead"
              [ "ValidatedLicenseKey"
                "RotatedLicenseKey"
                "GrantedLicenseKey"
                "LicenseKeyWithActivations" ]
          from "LicenseKeyActivationBase" [ "LicenseKeyActivationRead"; "LicenseKeyActivationCreated" ]
          from "Member" [ "LicenseKeyMember" ] ]

let private membersOf (declaration: Declaration) : Member list =
    match declaration with
    | Declaration.Record record -> record.Members
    | Declaration.Union union -> union.Common
    | Declaration.Enum _ -> []

/// Whether a value of one member can stand in another.
let private fits (source: Member) (target: Member) =
    match source.Constant with
    | Some value ->
        target.Type = TypeRef.Scalar Scalar.Text
        && MemberCode.literalType value = "string"
    | None ->
        source.Type = target.Type
        && (MemberCode.declaredType source = MemberCode.declaredType target
            || (source.Presence = Presence.Required && target.Presence <> Presence.TriState))

let private name (target: string) = $"To{target}"

let private isEnum (declarations: Map<string, Declaration>) (name: string) =
    match declarations.TryFind name with
    | Some(Declaration.Enum _) -> true
    | _ -> false

/// The expression of a member, if the source has what it takes.
let rec private taken (declarations: Map<string, Declaration>) (source: Declaration) (target: Member) : string option =
    let value = $"value.{target.Name}"

    let isWhole from into =
        List.contains (from, into) wanted && isComplete declarations from into

    match membersOf source |> List.tryFind (fun entry -> entry.Name = target.Name) with
    | Some entry when fits entry target -> Some value
    | Some entry ->
        match source, entry.Type, target.Type with
        // What tells the cases of a union apart is a text there.
        | Declaration.Union _, _, TypeRef.Named into when entry.Constant.IsSome && isEnum declarations into -> Some $"new {into}({value})"
        | _, TypeRef.Named from, TypeRef.Named into when
            entry.Presence = Presence.Required
            && isEnum declarations from
            && isEnum declarations into
            ->
            Some $"new {into}({value}.Value)"
        | _, TypeRef.Named from, TypeRef.Named into when isWhole from into -> Some $"{value}.{name into}()"
        | _, TypeRef.List(TypeRef.Named from), TypeRef.List(TypeRef.Named into) when isWhole from into ->
            Some $"{value}.Select(static item => item.{name into}()).ToValueList()"
        | _ -> None
    | None -> None

/// Whether a conversion asks for nothing beside its source.
and private isComplete (declarations: Map<string, Declaration>) (source: string) (target: string) : bool =
    match declarations[target] with
    | Declaration.Record record ->
        record.Members
        |> List.forall (fun entry -> entry.Constant.IsSome || (taken declarations declarations[source] entry).IsSome)
    | _ -> true

let private emitRecord (code: Code) (declarations: Map<string, Declaration>) (source: string) (target: RecordDeclaration) =
    let members =
        [ for entry in target.Members do
              if entry.Constant.IsNone then
                  entry, taken declarations declarations[source] entry ]

    let parameters =
        [ yield $"this {source} value"
          for entry, taken in members do
              if taken.IsNone then
                  yield $"{MemberCode.declaredType entry} {Naming.parameter entry.Json}" ]

    code.Layout($"public static {target.Name} {name target.Name}", Layout.ofTexts "(" parameters ")", " => new()")
    code.Line "{"

    code.Indented(fun () ->
        for entry, taken in members do
            code.Line $"{entry.Name} = {taken |> Option.defaultValue (Naming.parameter entry.Json)},")

    code.Line "};"

/// Cases go by the text that tells them apart.
let private emitUnion (code: Code) (source: UnionDeclaration) (target: UnionDeclaration) =
    match source.Selection, target.Selection with
    | Selection.ByProperty(_, sources), Selection.ByProperty(_, targets) ->
        code.Line $"public static {target.Name} {name target.Name}(this {source.Name} value) => value switch"
        code.Line "{"

        code.Indented(fun () ->
            for text, case in sources do
                match targets |> List.tryFind (fun (other, _) -> other = text) with
                | Some(_, into) -> code.Line $"{case} item => item.{name into}(),"
                | None -> ()

            code.Line $"_ => throw new InvalidOperationException($\"There is no such {target.Name}: {{value}}\"),")

        code.Line "};"
    | _ -> invalidOp $"{source.Name} and {target.Name} are told apart in different ways."

/// The file of the conversions.
let emit (model: Model) : GeneratedFile =
    let declarations =
        Map.ofList
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Enum item -> item.Name, declaration
                  | Declaration.Record item -> item.Name, declaration
                  | Declaration.Union item -> item.Name, declaration ]

    FakeFile.file "Conversions" [ FakeFile.contracts ] (fun code ->
        code.Line "/// <summary>One shape made of another; what the first has not is asked for.</summary>"

        code.Block(
            "internal static class Conversions",
            fun () ->
                // What a description has not got, code that needs it will miss.
                wanted
                |> List.filter (fun (source, target) -> declarations.ContainsKey source && declarations.ContainsKey target)
                |> List.iteri (fun index (source, target) ->
                    if index > 0 then
                        code.Blank()

                    match declarations[source], declarations[target] with
                    | Declaration.Union source, Declaration.Union target -> emitUnion code source target
                    | _, Declaration.Record target -> emitRecord code declarations source target
                    | _ -> invalidOp $"{target} cannot be made of {source}.")
        ))
