namespace Polar.Functional.Generator

/// What a string must satisfy. Lengths count Unicode code points, as the server counts them.
type StringRules =
    { MinLength: int option
      MaxLength: int option
      Pattern: string option
      Format: string option }

/// The bounds of a number.
type NumberRules =
    { Minimum: decimal option
      ExclusiveMinimum: decimal option
      Maximum: decimal option
      ExclusiveMaximum: decimal option }

/// A fixed value that a schema prescribes.
[<RequireQualifiedAccess>]
type Literal =
    | Text of string
    | Flag of bool

/// What happens to members of an object that its schema does not name.
[<RequireQualifiedAccess>]
type Additional =
    | Ignored
    | Forbidden
    | Kept of Shape

/// A schema of the document, word for word but in few forms; nothing that constrains a value is lost.
and [<RequireQualifiedAccess>] Shape =
    | Any
    | Null
    | Boolean
    | Text of StringRules
    | Enumeration of string list
    | Constant of Literal
    | Integer of NumberRules
    | Number of NumberRules
    | List of ListShape
    | Tuple of Shape list
    | Map of MapShape
    | Object of ObjectShape
    | Reference of schema: string
    | Union of UnionShape
    | Nullable of Shape

and ListShape =
    { Items: Shape
      MinItems: int option
      MaxItems: int option }

and MapShape =
    { Keys: StringRules option
      Values: Shape
      MinProperties: int option
      MaxProperties: int option }

and ObjectShape =
    { Members: MemberShape list
      Additional: Additional }

and MemberShape =
    {
        /// The name on the wire.
        Json: string
        Shape: Shape
        Required: bool
        /// The default as JSON text.
        Default: string option
        Deprecated: bool
        ReadOnly: bool
    }

and UnionShape =
    {
        Cases: Shape list
        /// The property that decides, with the schema for each of its values.
        Discriminator: (string * (string * string) list) option
    }

/// Where a parameter travels.
[<RequireQualifiedAccess>]
type ParameterPlace =
    | Path
    | Query

type ParameterShape =
    {
        Json: string
        Place: ParameterPlace
        Shape: Shape
        Required: bool
        Default: string option
        Deprecated: bool
        /// `metadata[key]=value` pairs instead of one value.
        DeepObject: bool
    }

[<RequireQualifiedAccess>]
type MediaType =
    | Json
    | Form
    | Csv

type BodyShape =
    { Media: MediaType
      Shape: Shape
      Required: bool }

type ResponseShape =
    {
        Status: int
        /// None where the response has no body.
        Body: (MediaType * Shape) option
    }

type OperationShape =
    {
        Id: string
        Group: string
        Name: string
        Method: string
        Path: string
        Parameters: ParameterShape list
        Body: BodyShape option
        Responses: ResponseShape list
        /// The security schemes with the scopes of which any one suffices; empty where no token is needed.
        Security: (string * string list) list
        /// None where the document does not say.
        Subjects: string list option
        /// The document says that the operation answers with pages of items.
        Paged: bool
        Deprecated: bool
    }

type WebhookShape = { Event: string; Payload: string }

/// The API description as the generator understands it.
type Document =
    { Version: string
      Schemas: (string * Shape) list
      Operations: OperationShape list
      Webhooks: WebhookShape list }
