namespace Polar.Functional.Generator

/// A value that is written as one JSON token.
[<RequireQualifiedAccess>]
type Scalar =
    | Text
    | Boolean
    /// 64 bits: money, counts, positions.
    | Integer
    /// A JSON number with a fraction.
    | Number
    /// A decimal that travels as a string.
    | DecimalText
    | Uuid
    | Instant
    | Date
    /// Any of text, integer, number, boolean, null.
    | Any

/// The type of a member, as both languages name it.
[<RequireQualifiedAccess>]
type TypeRef =
    | Scalar of Scalar
    /// Any JSON, kept as text.
    | Raw
    /// A generated type by its name.
    | Named of string
    | List of TypeRef
    | Map of TypeRef
    | Nullable of TypeRef
    /// A page of a list, `ListResource<T>`.
    | Page of TypeRef
    /// A page that may be counted by number or by cursor, `EventPage`-like; the item's type.
    | PageOrCursor of TypeRef

/// How a member behaves when it has no value.
[<RequireQualifiedAccess>]
type Presence =
    /// Must be there.
    | Required
    /// Must be there and may be null.
    | RequiredNullable
    /// Left out when null.
    | Omittable
    /// Written as null when null, unless it was absent in the JSON that it was read from.
    | NullableOrAbsent
    /// Three states: left out, null, a value.
    | TriState

type Member =
    {
        Json: string
        /// PascalCase.
        Name: string
        Type: TypeRef
        Presence: Presence
        /// A fixed value; such a member is get-only and always written.
        Constant: Literal option
        Default: string option
        Deprecated: bool
        Summary: string
    }

/// A schema is used in answers (perhaps in requests too), as the body of a PATCH, or only in other requests.
[<RequireQualifiedAccess>]
type Use =
    | Response
    | Patch
    | Create

type EnumDeclaration =
    {
        Name: string
        /// The wire text and the member's name.
        Values: (string * string) list
        /// What values mean, by their wire text, where that does not say.
        Meanings: Map<string, string>
        Summary: string
    }

type RecordDeclaration =
    {
        Name: string
        /// The schema's own name in the document.
        Schema: string
        Use: Use
        Members: Member list
        /// The type of members that the schema does not name but keeps.
        Additional: TypeRef option
        /// Members that must be sent as null, because the schema says so.
        AlwaysNull: string list
        Base: string option
        Summary: string
    }

/// How a union finds its case.
[<RequireQualifiedAccess>]
type Selection =
    /// By the text of a property: each text with the direct case (a record or a nested union).
    | ByProperty of property: string * (string * string) list
    /// By constants, required members, and known members of the records at the leaves.
    | ByShape of LeafRule list

and LeafRule =
    {
        /// The direct case of the union that the leaf is in.
        Case: string
        /// Property paths of one or two names and the constant each must hold.
        Constants: (string list * Literal) list
        /// Properties that may be left out, and the constant each must hold where it is there.
        Defaults: (string * Literal) list
        /// Required members, with whether null will do.
        Required: (string * bool) list
        Known: string list
    }

/// A function that makes one case of a union, named after what it does.
type Constructor =
    {
        Name: string
        Case: string
        /// The members that are asked for.
        Required: Member list
        /// The members that may be given.
        Optional: Member list
        Summary: string
    }

type UnionDeclaration =
    {
        Name: string
        /// The direct cases, in the document's order: records, or unions nested in this one.
        Cases: string list
        Base: string option
        Selection: Selection
        /// Members that every case has with the same type.
        Common: Member list
        /// Only where the union is sent and never answered.
        Constructors: Constructor list
        Use: Use
        Summary: string
    }

[<RequireQualifiedAccess>]
type Declaration =
    | Enum of EnumDeclaration
    | Record of RecordDeclaration
    | Union of UnionDeclaration

type PathParameter =
    {
        Json: string
        /// camelCase, for a parameter.
        Name: string
        Type: TypeRef
        Shape: Shape
        Summary: string
    }

type QueryParameter =
    {
        Json: string
        Name: string
        Type: TypeRef
        Shape: Shape
        Required: bool
        /// The value may be repeated.
        Repeated: bool
        DeepObject: bool
        Default: string option
        Deprecated: bool
        Summary: string
    }

[<RequireQualifiedAccess>]
type PathPart =
    | Fixed of string
    | Value of PathParameter

type QueryDeclaration =
    { Name: string
      Parameters: QueryParameter list }

type RequestBody =
    { Media: MediaType
      Type: TypeRef
      Shape: Shape
      Required: bool
      Summary: string }

/// What a successful answer carries.
[<RequireQualifiedAccess>]
type Success =
    /// 204, or a 202 that carries nothing of use.
    | Nothing
    | Json of TypeRef
    /// 200 with a body, or 202 without one.
    | JsonOrAccepted of TypeRef
    | Csv
    /// A redirect, not followed: the value is its location.
    | Redirect

/// A documented failure: the case's name, its status, and the `error` of the body (None: whatever comes with that status).
type ErrorCase =
    { Name: string
      Status: int
      Code: string option }

[<RequireQualifiedAccess>]
type PageStyle =
    | Numbered
    | NumberedOrCursor

type Operation =
    {
        /// As in the document, `customers:get_state`.
        Id: string
        /// PascalCase path, `["CustomerPortal"; "Orders"]`.
        Group: string list
        /// PascalCase, `GetState`.
        Name: string
        Method: string
        /// The template as in the document, trailing slash included.
        Template: string
        Path: PathPart list
        Query: QueryDeclaration option
        Body: RequestBody option
        /// The successful status (the first where there are two).
        Status: int
        Success: Success
        Errors: ErrorCase list
        /// The name of the error union, shared by operations with equal sets.
        ErrorType: string
        /// Any one of them suffices; empty where none is needed.
        Scopes: string list
        /// Organization, User, Customer, Member, Anonymous.
        Subjects: string list
        /// The item type where the operation answers with pages.
        Page: (PageStyle * TypeRef) option
        Deprecated: bool
        Summary: string
        Remarks: string option
    }

[<RequireQualifiedAccess>]
module Operation =

    /// The values of the path, in its order.
    let pathValues (operation: Operation) : PathParameter list =
        operation.Path
        |> List.choose (fun part ->
            match part with
            | PathPart.Value parameter -> Some parameter
            | PathPart.Fixed _ -> None)

type WebhookEvent =
    {
        /// `order.paid`
        Event: string
        /// `OrderPaid`
        Name: string
        /// The payload's record, `WebhookOrderPaidPayload`.
        Payload: string
        Summary: string
    }

/// Everything that the emitters need; they never look at the document again.
type Model =
    {
        Version: string
        Declarations: Declaration list
        Operations: Operation list
        Webhooks: WebhookEvent list
        /// The document's schemas, for emitters that need the constraints of requests.
        Schemas: (string * Shape) list
        /// What a group of operations is for.
        GroupSummaries: Map<string, string>
        /// Documentation of error cases.
        ErrorSummaries: Map<string, string>
    }

[<RequireQualifiedAccess>]
module Model =

    /// What a group of operations is for; groups are found by their names in the document, which the path is made of.
    let groupSummary (pathOf: string -> string list) (model: Model) (path: string list) : string =
        model.GroupSummaries
        |> Map.tryPick (fun group text -> if pathOf group = path then Some text else None)
        |> Option.defaultValue $"""The operations on `{String.concat "." path}`."""

/// A file that an emitter makes.
type GeneratedFile =
    {
        /// Relative to the repository's root.
        Path: string
        Text: string
    }
