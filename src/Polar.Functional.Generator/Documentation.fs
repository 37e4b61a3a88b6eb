namespace Polar.Functional.Generator

open System
open System.IO
open System.Text.Json

/// The sentences about operations, members and types, written by hand in one data file.
type Documentation =
    private
        {
            Sections: Map<string, Map<string, JsonElement>>
            /// The entries of members that stand for several schemas, by the member's name, the longest first.
            Patterns: Map<string, string list>
        }

[<RequireQualifiedAccess>]
module Documentation =

    let empty: Documentation =
        { Sections = Map.empty
          Patterns = Map.empty }

    let private patterns (keys: seq<string>) =
        keys
        |> Seq.filter (fun key -> key.Contains '*')
        |> Seq.groupBy (fun key -> key.Substring(key.IndexOf '.' + 1))
        |> Seq.map (fun (json, keys) -> json, keys |> Seq.sortBy (fun key -> -key.Length, key) |> List.ofSeq)
        |> Map.ofSeq

    let ofText (json: string) : Documentation =
        use document = JsonDocument.Parse json

        let sections =
            Map.ofList
                [ for section in document.RootElement.EnumerateObject() do
                      section.Name, Map.ofList [ for entry in section.Value.EnumerateObject() -> entry.Name, entry.Value.Clone() ] ]

        { Sections = sections
          Patterns =
            match sections.TryFind "members" with
            | Some members -> patterns members.Keys
            | None -> Map.empty }

    let load (path: string) : Documentation = ofText (File.ReadAllText path)

    let private sentence (value: JsonElement) : string option =
        match value.ValueKind with
        | JsonValueKind.String -> value.GetString() |> Option.ofObj
        | _ -> None

    let private find (section: string) (key: string) (documentation: Documentation) =
        documentation.Sections.TryFind section |> Option.bind (Map.tryFind key)

    let private text section key documentation =
        find section key documentation |> Option.bind sentence

    let private field (name: string) (entry: JsonElement) =
        match entry.TryGetProperty name with
        | true, value -> sentence value
        | _ -> None

    let operation (id: string) (documentation: Documentation) : string option * string option =
        match find "operations" id documentation with
        | Some entry when entry.ValueKind = JsonValueKind.Object -> field "summary" entry, field "remarks" entry
        | Some entry -> sentence entry, None
        | None -> None, None

    /// Whether a name is one of those that a pattern with an asterisk stands for.
    let internal matches (pattern: string) (name: string) : bool =
        match pattern.Split '*' |> List.ofArray with
        | [ whole ] -> whole = name
        | first :: rest when name.StartsWith(first, StringComparison.Ordinal) ->
            let last = List.last rest

            let inner =
                rest
                |> List.take (rest.Length - 1)
                |> List.fold
                    (fun place part ->
                        match place with
                        | Some start ->
                            match name.IndexOf(part, start, StringComparison.Ordinal) with
                            | -1 -> None
                            | found -> Some(found + part.Length)
                        | None -> None)
                    (Some first.Length)

            match inner with
            | Some start ->
                name.Length - last.Length >= start
                && name.EndsWith(last, StringComparison.Ordinal)
            | None -> false
        | _ -> false

    /// The entry for a member: its own, else the longest pattern that stands for it, else the one for every member of that name.
    let internal memberKey (schema: string) (json: string) (documentation: Documentation) : string option =
        match documentation.Sections.TryFind "members" with
        | None -> None
        | Some entries ->
            let own = $"{schema}.{json}"

            if entries.ContainsKey own then
                Some own
            else
                documentation.Patterns.TryFind json
                |> Option.bind (List.tryFind (fun pattern -> matches pattern own))
                |> Option.orElse (if entries.ContainsKey json then Some json else None)

    let memberOf (schema: string) (json: string) (documentation: Documentation) : string option =
        memberKey schema json documentation
        |> Option.bind (fun key -> text "members" key documentation)

    /// The entry for a parameter: the operation's own, else that of its group or of a group around it, else the one for every such parameter.
    let internal parameterKey (operation: string) (json: string) (documentation: Documentation) : string option =
        let entries =
            documentation.Sections.TryFind "parameters" |> Option.defaultValue Map.empty

        let words = operation.Split ':'

        [ for length in words.Length .. -1 .. 1 do
              let owner = String.concat ":" (Array.take length words)
              $"{owner}.{json}"
          json ]
        |> List.tryFind entries.ContainsKey

    let parameter (operation: string) (json: string) (documentation: Documentation) : string option =
        parameterKey operation json documentation
        |> Option.bind (fun key -> text "parameters" key documentation)

    /// A type's sentence; an error's body is the error itself.
    let schema (name: string) (documentation: Documentation) : string option =
        text "schemas" name documentation
        |> Option.orElse (text "errors" name documentation)

    /// What a value of an enumeration means, where its text does not say.
    let valueOf (enumeration: string) (value: string) (documentation: Documentation) : string option =
        text "values" $"{enumeration}.{value}" documentation

    /// The sentence for a function that makes a case of a union.
    let constructor' (union: string) (name: string) (documentation: Documentation) : string option =
        text "constructors" $"{union}.{name}" documentation

    /// The name of every entry with its section, in the order of their names.
    let entries (documentation: Documentation) : (string * string) list =
        [ for section in documentation.Sections do
              for entry in section.Value do
                  section.Key, entry.Key ]

    let webhook (event: string) (documentation: Documentation) : string option = text "webhooks" event documentation

    let groups (documentation: Documentation) : Map<string, string> =
        documentation.Sections.TryFind "groups"
        |> Option.defaultValue Map.empty
        |> Map.toSeq
        |> Seq.choose (fun (group, value) -> sentence value |> Option.map (fun text -> group, text))
        |> Map.ofSeq

    let errors (documentation: Documentation) : Map<string, string> =
        documentation.Sections.TryFind "errors"
        |> Option.defaultValue Map.empty
        |> Map.toSeq
        |> Seq.choose (fun (error, value) -> sentence value |> Option.map (fun text -> error, text))
        |> Map.ofSeq
