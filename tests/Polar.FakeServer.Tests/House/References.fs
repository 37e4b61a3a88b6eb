/// Which type of an assembly refers to which: read from its metadata and from the bodies of its methods.
module internal Polar.FakeServer.Tests.House.References

open System
open System.Collections.Immutable
open System.IO
open System.Reflection.Emit
open System.Reflection.Metadata
open System.Reflection.Metadata.Ecma335
open System.Reflection.PortableExecutable

/// A type by its namespace and its name; a nested one by the outermost type around it.
[<Struct>]
type TypeName = { Namespace: string; Name: string }

/// What the operand of an instruction takes after its opcode.
let private operandSize (operand: OperandType) =
    match operand with
    | OperandType.InlineNone -> 0
    | OperandType.ShortInlineBrTarget
    | OperandType.ShortInlineI
    | OperandType.ShortInlineVar -> 1
    | OperandType.InlineVar -> 2
    | OperandType.InlineI8
    | OperandType.InlineR -> 8
    | _ -> 4

let private opcodes =
    dict
        [ for field in typeof<OpCodes>.GetFields() do
              match field.GetValue null with
              | :? OpCode as code -> uint16 code.Value, code
              | _ -> () ]

/// The tokens that the instructions of a method name.
let private tokens (body: MethodBodyBlock) : EntityHandle list =
    let mutable reader = body.GetILReader()
    let found = ResizeArray<EntityHandle>()

    while reader.RemainingBytes > 0 do
        let first = uint16 (reader.ReadByte())

        let code =
            if first = 0xFEus then
                opcodes[0xFE00us ||| uint16 (reader.ReadByte())]
            else
                opcodes[first]

        match code.OperandType with
        | OperandType.InlineSwitch ->
            let branches = reader.ReadInt32()
            reader.Offset <- reader.Offset + (4 * branches)
        | OperandType.InlineMethod
        | OperandType.InlineField
        | OperandType.InlineType
        | OperandType.InlineTok -> found.Add(MetadataTokens.EntityHandle(reader.ReadInt32()))
        | operand -> reader.Offset <- reader.Offset + operandSize operand

    List.ofSeq found

/// All types that a signature names.
type private Names(outermost: TypeDefinitionHandle -> TypeName) =
    let both (left: TypeName list) (right: TypeName list) = left @ right

    interface ISignatureTypeProvider<TypeName list, int> with
        member _.GetArrayType(element, _) = element
        member _.GetByReferenceType element = element

        member _.GetFunctionPointerType signature =
            Seq.fold both signature.ReturnType signature.ParameterTypes

        member _.GetGenericInstantiation(ofType, arguments) = Seq.fold both ofType arguments
        member _.GetGenericMethodParameter(_, _) = []
        member _.GetGenericTypeParameter(_, _) = []
        member _.GetModifiedType(modifier, unmodified, _) = both modifier unmodified
        member _.GetPinnedType element = element
        member _.GetPointerType element = element
        member _.GetPrimitiveType _ = []
        member _.GetSZArrayType element = element
        member _.GetTypeFromDefinition(_, handle, _) = [ outermost handle ]
        member _.GetTypeFromReference(_, _, _) = []

        member this.GetTypeFromSpecification(reader, context, handle, _) =
            reader.GetTypeSpecification(handle).DecodeSignature(this, context)

/// For each type of the assembly the other types of it that it refers to.
let ofAssembly (path: string) : Map<TypeName, Set<TypeName>> =
    use file = File.OpenRead path
    use image = new PEReader(file)
    let reader = image.GetMetadataReader()

    let rec outermost (handle: TypeDefinitionHandle) =
        let definition = reader.GetTypeDefinition handle
        let around = definition.GetDeclaringType()

        if around.IsNil then
            { Namespace = reader.GetString definition.Namespace
              Name = reader.GetString definition.Name }
        else
            outermost around

    let names = Names outermost

    let rec ofEntity (handle: EntityHandle) : TypeName list =
        match handle.Kind with
        | HandleKind.TypeDefinition -> [ outermost (TypeDefinitionHandle.op_Explicit handle) ]
        | HandleKind.TypeSpecification -> reader.GetTypeSpecification(TypeSpecificationHandle.op_Explicit handle).DecodeSignature(names, 0)
        | HandleKind.MethodDefinition ->
            [ outermost (reader.GetMethodDefinition(MethodDefinitionHandle.op_Explicit handle).GetDeclaringType()) ]
        | HandleKind.FieldDefinition ->
            [ outermost (reader.GetFieldDefinition(FieldDefinitionHandle.op_Explicit handle).GetDeclaringType()) ]
        | HandleKind.MethodSpecification ->
            let specification =
                reader.GetMethodSpecification(MethodSpecificationHandle.op_Explicit handle)

            ofEntity specification.Method
            @ List.concat (specification.DecodeSignature(names, 0))
        | HandleKind.MemberReference -> ofMember (reader.GetMemberReference(MemberReferenceHandle.op_Explicit handle))
        | _ -> []

    and ofMember (reference: MemberReference) =
        let signature =
            match reference.GetKind() with
            | MemberReferenceKind.Method -> ofSignature (reference.DecodeMethodSignature(names, 0))
            | _ -> reference.DecodeFieldSignature(names, 0)

        ofEntity reference.Parent @ signature

    and ofSignature (signature: MethodSignature<TypeName list>) =
        signature.ReturnType
        @ List.concat (signature.ParameterTypes: ImmutableArray<TypeName list>)

    let ofMethod (handle: MethodDefinitionHandle) =
        let method = reader.GetMethodDefinition handle

        [ yield! ofSignature (method.DecodeSignature(names, 0))

          if method.RelativeVirtualAddress <> 0 then
              let body = image.GetMethodBody method.RelativeVirtualAddress

              for token in tokens body do
                  yield! ofEntity token

              if not body.LocalSignature.IsNil then
                  yield! List.concat (reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, 0)) ]

    let ofType (handle: TypeDefinitionHandle) =
        let definition = reader.GetTypeDefinition handle

        [ if not definition.BaseType.IsNil then
              yield! ofEntity definition.BaseType

          for implemented in definition.GetInterfaceImplementations() do
              yield! ofEntity (reader.GetInterfaceImplementation(implemented).Interface)

          for parameter in definition.GetGenericParameters() do
              for constraint' in reader.GetGenericParameter(parameter).GetConstraints() do
                  yield! ofEntity (reader.GetGenericParameterConstraint(constraint').Type)

          for field in definition.GetFields() do
              yield! reader.GetFieldDefinition(field).DecodeSignature(names, 0)

          for method in definition.GetMethods() do
              yield! ofMethod method ]

    [ for handle in reader.TypeDefinitions do
          outermost handle, ofType handle ]
    |> List.groupBy fst
    |> List.map (fun (name, parts) -> name, Set.remove name (set (List.collect snd parts)))
    |> Map.ofList
