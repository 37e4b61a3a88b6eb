/// How F# names and reads a type of the IR.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.FSharpTypes

/// How F# writes a type of the IR.
let rec name (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar scalar ->
        match scalar with
        | Scalar.Text -> "string"
        | Scalar.Boolean -> "bool"
        | Scalar.Integer -> "int64"
        | Scalar.Number
        | Scalar.DecimalText -> "decimal"
        | Scalar.Uuid -> "Guid"
        | Scalar.Instant -> "DateTimeOffset"
        | Scalar.Date -> "DateOnly"
        | Scalar.Any -> "JsonScalar"
    | TypeRef.Raw -> "RawJson"
    | TypeRef.Named name -> $"Contracts.{name}"
    | TypeRef.List item -> $"ValueList<{name item}>"
    | TypeRef.Map value -> $"ValueMap<{name value}>"
    | TypeRef.Nullable inner -> $"{name inner} | null"
    | TypeRef.Page item -> $"ListResource<{name item}>"
    | TypeRef.PageOrCursor item -> $"CursorListResource<{name item}>"

/// The type that a call yields.
let successType (success: Success) : string =
    match success with
    | Success.Nothing -> "Nothing"
    | Success.Json ofType -> name ofType
    | Success.JsonOrAccepted ofType -> $"Deferred<{name ofType}>"
    | Success.Csv -> "string"
    | Success.Redirect -> "Redirection"

/// The function that reads a successful answer.
let decoder (success: Success) : string =
    match success with
    | Success.Nothing -> "Decode.nothing"
    | Success.Json(TypeRef.List item) -> $"Decode.list<{name item}>"
    | Success.Json ofType -> $"Decode.json<{name ofType}>"
    | Success.JsonOrAccepted ofType -> $"Decode.deferred<{name ofType}>"
    | Success.Csv -> "Decode.text"
    | Success.Redirect -> "Decode.redirection"
