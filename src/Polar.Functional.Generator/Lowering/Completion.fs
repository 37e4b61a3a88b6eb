/// What can be said of declarations only when all of them are there.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Completion

open System.Collections.Generic

/// What all cases have in common, nested unions counted by what their own cases have in common.
let rec private commonOf (declared: IReadOnlyDictionary<string, Declaration>) (name: string) : Member list =
    match declared[name] with
    | Declaration.Record record -> record.Members
    | Declaration.Union union ->
        match union.Cases |> List.map (commonOf declared) with
        | [] -> []
        | first :: rest ->
            first
            |> List.filter (fun candidate ->
                rest
                |> List.forall (
                    List.exists (fun other ->
                        other.Json = candidate.Json
                        && other.Type = candidate.Type
                        && other.Constant.IsSome = candidate.Constant.IsSome
                        && (candidate.Constant.IsSome || other.Presence = candidate.Presence))
                ))
    | Declaration.Enum _ -> []

let rec private useOf (declared: IReadOnlyDictionary<string, Declaration>) (name: string) =
    match declared[name] with
    | Declaration.Record record -> record.Use
    | Declaration.Union union ->
        union.Cases
        |> List.tryHead
        |> Option.map (useOf declared)
        |> Option.defaultValue Use.Create
    | Declaration.Enum _ -> Use.Create

/// Whether a call can send it: a record that a body is made of, or a union of nothing else.
let rec private isSent (context: Context) (name: string) =
    match context.Declared[name] with
    | Declaration.Record record -> context.Sent.Contains record.Schema
    | Declaration.Union union -> not union.Cases.IsEmpty && List.forall (isSent context) union.Cases
    | Declaration.Enum _ -> false

/// A bit for each tells which were there.
let private mostMembers = 64

/// Two names of the wire that would be one in .NET.
let private checkApart (path: string) (names: (string * string) list) =
    for name, sharing in names |> List.groupBy snd do
        match sharing with
        | _ :: (second, _) :: _ -> refuse (path /+ second) $"the name {name} stands for something else already"
        | _ -> ()

/// All declarations, once every schema has been looked at.
let declarations (context: Context) : Declaration list =
    [ for name in context.Order do
          match context.Declared[name] with
          | Declaration.Record record ->
              if record.Members.Length > mostMembers then
                  refuse (schemaPath record.Schema) $"more than {mostMembers} members are not understood"

              checkApart (schemaPath record.Schema /+ "properties") [ for entry in record.Members -> entry.Json, entry.Name ]
              Declaration.Record record
          | Declaration.Enum enumeration ->
              checkApart (schemaPath enumeration.Name /+ "enum") enumeration.Values
              Declaration.Enum enumeration
          | Declaration.Union union ->
              let usage = useOf context.Declared name

              Declaration.Union
                  { union with
                      Common =
                          commonOf context.Declared name
                          // The first case's words on a member that all cases have may be true of that case alone.
                          |> List.map (fun entry ->
                              match Documentation.memberOf name entry.Json context.Documentation with
                              | Some summary -> { entry with Summary = summary }
                              | None -> entry)
                      Constructors =
                          if usage <> Use.Response || isSent context name then
                              Constructors.ofUnion context union
                          else
                              []
                      Use = usage } ]
