/// Where the API description says what is not so.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Corrections

/// Schemas of answers that also come with less than they are said to hold, and what they always hold. Of a token that is not good the service tells that
/// alone, as RFC 7662 has it.
let private always: Map<string, string list> =
    Map.ofList [ "IntrospectTokenResponse", [ "active" ] ]

/// Whether an answer has this member at all times.
let isRequired (schema: string) (entry: MemberShape) : bool =
    match always.TryFind schema with
    | Some members -> List.contains entry.Json members
    | None -> entry.Required
