using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Webhooks;

/// <summary>Bodies of deliveries to chats, in the forms that Discord and Slack take.</summary>
internal static class ChatBodies
{
    private const int PolarBlue = 25343;
    private const string Footer = "Powered by Polar.sh";

    private const string Icon =
        "https://raw.githubusercontent.com/polarsource/polar/2648cf7472b5128704a097cd1eb3ae5f1dd847e5/docs/docs/assets/favicon.png";

    private const string Thumbnail =
        "https://raw.githubusercontent.com/polarsource/polar/4fd899222e200ca70982f437039f549b7a822ecc/clients/apps/web/public/email-logo-dark.png";

    public static string Discord(ChatMessage message) => Written(new JsonObject
    {
        ["content"] = message.Text,
        ["embeds"] = new JsonArray(new JsonObject
        {
            ["color"] = PolarBlue,
            ["author"] = new JsonObject { ["name"] = "Polar.sh", ["icon_url"] = Icon },
            ["thumbnail"] = new JsonObject { ["url"] = Thumbnail },
            ["footer"] = new JsonObject { ["text"] = Footer },
            ["title"] = message.Title,
            ["description"] = message.Description,
            ["fields"] = new JsonArray(
                [.. message.Fields.Select(field => (JsonNode)new JsonObject { ["name"] = field.Name, ["value"] = field.Value })]),
        }),
    });

    public static string Slack(ChatMessage message) => Written(new JsonObject
    {
        ["text"] = message.Text,
        ["blocks"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = Markdown(message.Description),
                ["fields"] = new JsonArray([.. message.Fields.Select(field => (JsonNode)Markdown($"*{field.Name}*\n{field.Value}"))]),
            },
            new JsonObject
            {
                ["type"] = "context",
                ["elements"] = new JsonArray(
                    new JsonObject { ["type"] = "image", ["image_url"] = Icon, ["alt_text"] = "Polar" }, Markdown(Footer)),
            }),
    });

    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    /// <summary>JSON as Python writes it by default: a space behind each mark, and nothing but ASCII.</summary>
    private static string Written(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(", ", members.Select(member => $"{Quoted(member.Key)}: {Written(member.Value)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(Written)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Quoted(value.GetValue<string>()),
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
