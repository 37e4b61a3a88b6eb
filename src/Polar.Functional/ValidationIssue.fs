namespace Polar.Functional

open System.Text.Json
open Polar.Functional.Contracts

/// One thing that is wrong with a request.
[<Sealed>]
type ValidationIssue(location: ValueList<string>, message: string, kind: string, input: string) =

    /// Where it is: `body`, `query` or `path`, then names and indices.
    member _.Location = location

    /// What is wrong, in Polar's words.
    member _.Message = message

    /// The machine's word for it, `missing`, `string_too_short`, `value_error`.
    member _.Type = kind

    /// What was sent there, as JSON; empty where Polar does not repeat it.
    member _.Input = input

    /// The location as one text, `body.customer_email`.
    member _.Path = System.String.Join(".", location)

    override issue.ToString() =
        if location.Count = 0 then
            message
        else
            $"{issue.Path}: {message}"

    override _.Equals(other: obj) =
        match other with
        | :? ValidationIssue as other ->
            other.Location.Equals location
            && other.Message = message
            && other.Type = kind
            && other.Input = input
        | _ -> false

    override _.GetHashCode() =
        System.HashCode.Combine(location, message, kind, input)

[<RequireQualifiedAccess>]
module internal ValidationIssue =

    let private text (name: string) (item: JsonElement) =
        match item.TryGetProperty name with
        | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj |> Option.defaultValue ""
        | _ -> ""

    let private ofItem (item: JsonElement) =
        let location =
            match item.TryGetProperty "loc" with
            | true, steps when steps.ValueKind = JsonValueKind.Array -> [| for step in steps.EnumerateArray() -> step.ToString() |]
            | _ -> [||]

        let input =
            match item.TryGetProperty "input" with
            | true, value -> value.GetRawText()
            | _ -> ""

        ValidationIssue(ValueList.ToValueList location, text "msg" item, text "type" item, input)

    /// An issue without a place.
    let ofSentence (kind: string) (message: string) : ValueList<ValidationIssue> =
        ValueList.ToValueList [| ValidationIssue(ValueList<string>.Empty, message, kind, "") |]

    /// The issues of a 422's `detail` that is no text: a list of items, or one item.
    let ofDetail (detail: JsonElement) : ValueList<ValidationIssue> =
        match detail.ValueKind with
        | JsonValueKind.Array ->
            detail.EnumerateArray()
            |> Seq.filter (fun item -> item.ValueKind = JsonValueKind.Object)
            |> Seq.map ofItem
            |> ValueList.ToValueList
        | JsonValueKind.Object -> ValueList.ToValueList [| ofItem detail |]
        | _ -> ValueList<ValidationIssue>.Empty
