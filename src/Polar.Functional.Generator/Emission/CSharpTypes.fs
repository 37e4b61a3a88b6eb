/// How C# names and handles a type of the IR.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.CSharpTypes

let ofScalar (scalar: Scalar) : string =
    match scalar with
    | Scalar.Text -> "string"
    | Scalar.Boolean -> "bool"
    | Scalar.Integer -> "long"
    | Scalar.Number
    | Scalar.DecimalText -> "decimal"
    | Scalar.Uuid -> "Guid"
    | Scalar.Instant -> "DateTimeOffset"
    | Scalar.Date -> "DateOnly"
    | Scalar.Any -> "JsonScalar"

/// The type as it stands in source, `ValueList<Guid>`.
let rec name (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar scalar -> ofScalar scalar
    | TypeRef.Raw -> "RawJson"
    | TypeRef.Named name -> name
    | TypeRef.List item -> $"ValueList<{name item}>"
    | TypeRef.Map value -> $"ValueMap<{name value}>"
    | TypeRef.Nullable inner -> $"{name inner}?"
    | TypeRef.Page item -> $"ListResource<{name item}>"
    | TypeRef.PageOrCursor item -> $"CursorListResource<{name item}>"

let private readerOf (scalar: Scalar) =
    match scalar with
    | Scalar.Any -> "JsonScalar.Read"
    | Scalar.Text -> "WireReader.Text"
    | Scalar.Boolean -> "WireReader.Boolean"
    | Scalar.Integer -> "WireReader.Integer"
    | Scalar.Number -> "WireReader.Number"
    | Scalar.DecimalText -> "WireReader.DecimalText"
    | Scalar.Uuid -> "WireReader.Uuid"
    | Scalar.Instant -> "WireReader.Instant"
    | Scalar.Date -> "WireReader.Date"

/// A member may bear its type's name, which then needs its namespace.
let private qualified ofType = $"Contracts.{name ofType}"

/// An expression that reads a value from `input`.
let rec read (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar scalar -> $"{readerOf scalar}(ref input)"
    | TypeRef.Raw -> "RawJson.Read(ref input)"
    | TypeRef.Named _
    | TypeRef.Page _
    | TypeRef.PageOrCursor _ -> $"{qualified ofType}.Read(ref input)"
    | TypeRef.List item -> $"WireReader.List<{name item}>(ref input, {delegateOf item})"
    | TypeRef.Map value -> $"WireReader.Map<{name value}>(ref input, {delegateOf value})"
    | TypeRef.Nullable inner -> $"WireReader.IsNull(ref input) ? null : {read inner}"

/// A delegate that reads one value.
and private delegateOf (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar scalar -> readerOf scalar
    | TypeRef.Raw -> "RawJson.Read"
    | TypeRef.Named _
    | TypeRef.Page _
    | TypeRef.PageOrCursor _ -> $"{qualified ofType}.Read"
    | TypeRef.List _
    | TypeRef.Map _
    | TypeRef.Nullable _ -> $"static (ref WireInput input) => {read ofType}"

/// An expression that reads a value or null from `input`.
let readOrNull (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar(Scalar.Text | Scalar.Boolean | Scalar.Integer | Scalar.Number | Scalar.Uuid | Scalar.Instant as scalar) ->
        $"{readerOf scalar}OrNull(ref input)"
    | _ -> $"WireReader.IsNull(ref input) ? null : {read ofType}"

let private writeScalar (scalar: Scalar) (value: string) =
    match scalar with
    | Scalar.Text
    | Scalar.Uuid -> $"writer.WriteStringValue({value});"
    | Scalar.Boolean -> $"writer.WriteBooleanValue({value});"
    | Scalar.Integer
    | Scalar.Number -> $"writer.WriteNumberValue({value});"
    | Scalar.DecimalText -> $"WireWriter.DecimalText(writer, {value});"
    | Scalar.Instant -> $"WireWriter.Instant(writer, {value});"
    | Scalar.Date -> $"WireWriter.Date(writer, {value});"
    | Scalar.Any -> $"{value}.Write(writer);"

let private indent lines =
    lines |> List.map (fun line -> if line = "" then "" else "    " + line)

/// Statements that write the value of an expression, which is not null.
let rec write (depth: int) (ofType: TypeRef) (value: string) : string list =
    match ofType with
    | TypeRef.Scalar scalar -> [ writeScalar scalar value ]
    | TypeRef.Raw
    | TypeRef.Named _
    | TypeRef.Page _
    | TypeRef.PageOrCursor _ -> [ $"{value}.Write(writer);" ]
    | TypeRef.List(TypeRef.Named _) -> [ $"WireWriter.List(writer, {value});" ]
    | TypeRef.List item ->
        [ "writer.WriteStartArray();"; $"foreach (var item{depth} in {value})"; "{" ]
        @ indent (write (depth + 1) item $"item{depth}")
        @ [ "}"; ""; "writer.WriteEndArray();" ]
    | TypeRef.Map(TypeRef.Named _ | TypeRef.Raw | TypeRef.Scalar Scalar.Any) -> [ $"WireWriter.Map(writer, {value});" ]
    | TypeRef.Map item ->
        [ "writer.WriteStartObject();"
          $"foreach (var (name{depth}, entry{depth}) in {value})"
          "{"
          $"    writer.WritePropertyName(name{depth});" ]
        @ indent (write (depth + 1) item $"entry{depth}")
        @ [ "}"; ""; "writer.WriteEndObject();" ]
    | TypeRef.Nullable(TypeRef.Scalar Scalar.Text) -> [ $"writer.WriteStringValue({value});" ]
    | TypeRef.Nullable(TypeRef.Scalar Scalar.DecimalText) -> [ $"WireWriter.DecimalTextOrNull(writer, {value});" ]
    | TypeRef.Nullable(TypeRef.Scalar(Scalar.Boolean | Scalar.Integer | Scalar.Number | Scalar.Uuid | Scalar.Instant | Scalar.Date)) ->
        [ $"WireWriter.OrNull(writer, {value});" ]
    | TypeRef.Nullable(TypeRef.Named _) -> [ $"WireWriter.WrittenOrNull(writer, {value});" ]
    | TypeRef.Nullable inner ->
        [ $"if ({value} is {{ }} some{depth})"; "{" ]
        @ indent (write (depth + 1) inner $"some{depth}")
        @ [ "}"; "else"; "{"; "    writer.WriteNullValue();"; "}"; "" ]

/// Types of which a default value needs no forgiveness.
let isStruct (ofType: TypeRef) : bool =
    match ofType with
    | TypeRef.Scalar Scalar.Text -> false
    | TypeRef.Scalar _
    | TypeRef.Raw -> true
    | _ -> false
