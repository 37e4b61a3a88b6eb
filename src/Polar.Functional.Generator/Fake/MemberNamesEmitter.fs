/// Writes what the writer of resources refers to: the names of members, and places for the members that the API description leaves out.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.MemberNamesEmitter

/// The names of the members of these declarations, ready to be written.
let names (declarations: Declaration list) : GeneratedFile =
    let names =
        [ for declaration in declarations do
              match declaration with
              | Declaration.Record record ->
                  for entry in record.Members do
                      entry.Json
              | _ -> () ]
        |> List.distinct
        |> List.sort

    FakeFile.file "MemberNames" [ "System.Text.Json" ] (fun code ->
        code.Line "/// <summary>Names of members, ready to be written.</summary>"

        code.Block(
            "internal static class MemberNames",
            fun () ->
                names
                |> List.iteri (fun index name ->
                    if index > 0 then
                        code.Blank()

                    code.Line
                        $"public static JsonEncodedText {Naming.pascal name} {{ get; }} = JsonEncodedText.Encode({Code.quoted name});")
        ))

/// One place for each member of these types that the API description leaves out.
let places (described: Set<string>) : GeneratedFile =
    FakeFile.file "LegacyMembers" [ FakeFile.contracts ] (fun code ->
        code.Line
            "/// <summary>What writes the members that the API description leaves out: one for each place where there are such.</summary>"

        code.Block(
            "internal sealed class LegacyMembers",
            fun () ->
                LegacyMembers.all
                |> List.filter (fun (record, _) -> described.Contains record)
                |> List.iteri (fun index (record, place) ->
                    if index > 0 then
                        code.Blank()

                    let slot = LegacyMembers.slot (record, place)
                    code.Line $"public required Action<ResourceWriter, {record}> {slot} {{ get; init; }}")
        ))
