using System.Text;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Metadata as texts of Polar's.</summary>
internal static class PythonJsonText
{
    /// <summary>Metadata as Python prints a dictionary.</summary>
    public static string Of(EventMetadata metadata)
    {
        var text = new StringBuilder("{");
        for (var place = 0; place < metadata.Count; place++)
        {
            text.Append(place == 0 ? "" : ", ").Append(PythonText.Quoted(metadata.Names[place])).Append(": ").Append(Printed(metadata[place]));
        }

        return text.Append('}').ToString();
    }

    private static string Printed(EventValue value) => value.Kind switch
    {
        EventValueKind.Text => PythonText.Quoted(value.Text!),
        EventValueKind.Boolean => value.Boolean == true ? "True" : "False",
        EventValueKind.Object => Of(value.Members!),
        EventValueKind.None => "None",
        _ => value.Shown!,
    };
}
