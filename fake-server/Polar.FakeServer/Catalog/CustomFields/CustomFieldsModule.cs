using System.Collections.Immutable;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>Custom fields: questions that buyers answer.</summary>
internal sealed class CustomFieldsModule : IModule
{
    private static readonly UnionTags s_types = UnionTags.From("CustomFieldType", "text", "number", "date", "checkbox", "select");

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICustomFieldsOperations>(new CustomFieldsOperations())
        .Keep<ImmutableList<FieldAttachment>>(static () => new ImmutableListCodec<FieldAttachment>())
        .Inspect(static () => ResourceKind.Of<CustomFieldRow, CustomField>(
            "Custom fields",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Name,
            ("Slug", (_, row) => row.Resource.Slug),
            ("Type", (_, row) => row.Resource.Type)))
        .Access("custom-fields:", Permission.ViewCustomFields, Permission.ManageCustomFields)
        .Body("CustomFieldCheckboxProperties", new FieldPropertiesRule())
        .Body("CustomFieldDateProperties", new BoundedFieldPropertiesRule())
        .Body("CustomFieldNumberProperties", new BoundedFieldPropertiesRule())
        .Body("CustomFieldSelectProperties", new FieldPropertiesRule())
        .Body("CustomFieldTextProperties", new FieldPropertiesRule())
        .Union("CustomFieldCreateText", s_types)
        .Union("CustomFieldUpdateText", s_types);
}
