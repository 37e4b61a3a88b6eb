namespace Polar.Functional.Generator

open System.IO
open System.Text.Json

/// The sentences about operations, members and types, written by hand in one data file.
type Documentation =
    private
        { Sections: Map<string, Map<string, JsonElement>> }

[<RequireQualifiedAccess>]
module Documentation =

    let empty: Documentation = { Sections = Map.empty }

    let ofText (json: string) : Documentation =
        use document = JsonDocument.Parse json

        { Sections =
            Map.ofList
                [ for section in document.RootElement.EnumerateObject() do
                      section.Name, Map.ofList [ for entry in section.Value.EnumerateObject() -> entry.Name, entry.Value.Clone() ] ] }

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

    /// A member's sentence: the one for this schema, else the one for every member of that name.
    let memberOf (schema: string) (json: string) (documentation: Documentation) : string option =
        text "members" $"{schema}.{json}" documentation
        |> Option.orElse (text "members" json documentation)

    let parameter (operation: string) (json: string) (documentation: Documentation) : string option =
        text "parameters" $"{operation}.{json}" documentation
        |> Option.orElse (text "parameters" json documentation)
        |> Option.orElse (text "members" json documentation)

    let schema (name: string) (documentation: Documentation) : string option = text "schemas" name documentation

    /// What a value of an enumeration means, where its text does not say.
    let valueOf (enumeration: string) (value: string) (documentation: Documentation) : string option =
        text "values" $"{enumeration}.{value}" documentation

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
