using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>
/// A request to OAuth2's endpoints: a query and a form. Some values may stand in either, the query's first; others count in the form alone. What is not
/// a form is an empty one.
/// </summary>
internal sealed class OAuth2Request(RawRequest sent)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string MultipartType = "multipart/form-data";

    private static readonly Dictionary<string, List<string>> s_noForm = [];

    private readonly IReadOnlyDictionary<string, List<string>> _query = sent.Query;
    private readonly IReadOnlyDictionary<string, List<string>> _form = FormOf(sent);

    /// <summary>The header that says who calls.</summary>
    public string? Authorization => sent.Authorization;

    /// <summary>The bearer token, as it was sent.</summary>
    public string? Bearer
    {
        get
        {
            const string Scheme = "Bearer ";
            return Authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true && Authorization[Scheme.Length..].Trim() is { Length: > 0 } token
                ? token
                : null;
        }
    }

    /// <summary>The first value that query or form has for a name; null where neither has one.</summary>
    public string? Payload(string name) => Values(name) is [var first, ..] ? first : null;

    /// <summary>All values that query and form have for a name.</summary>
    public IReadOnlyList<string> Values(string name) => (_query.GetValueOrDefault(name), _form.GetValueOrDefault(name)) switch
    {
        ({ } query, { } form) => [.. query, .. form],
        ({ } query, null) => query,
        (null, { } form) => form,
        _ => [],
    };

    /// <summary>A value that only the form may bring, the last where there are several.</summary>
    public string? Form(string name) => _form.TryGetValue(name, out var values) ? values[^1] : null;

    private static IReadOnlyDictionary<string, List<string>> FormOf(RawRequest sent)
    {
        if (sent.Body.Length == 0 || !MediaTypeHeaderValue.TryParse(sent.ContentType, out var type))
        {
            return s_noForm;
        }

        return type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) ? QueryText.Parse(Encoding.UTF8.GetString(sent.Body.Span))
            : type.MediaType.Equals(MultipartType, StringComparison.OrdinalIgnoreCase) ? Multipart(sent.Body, HeaderUtilities.RemoveQuotes(type.Boundary).Value)
            : s_noForm;
    }

    private static Dictionary<string, List<string>> Multipart(ReadOnlyMemory<byte> body, string? boundary)
    {
        if (string.IsNullOrEmpty(boundary))
        {
            return s_noForm;
        }

        var form = new Dictionary<string, List<string>>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));

            // The body is in memory, so that nothing is waited for.
            while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
            {
                if (section.GetContentDispositionHeader() is { } disposition
                    && !disposition.FileName.HasValue
                    && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { } name)
                {
                    using var text = new StreamReader(section.Body, Encoding.UTF8);
                    (form.TryGetValue(name, out var values) ? values : form[name] = []).Add(text.ReadToEnd());
                }
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return s_noForm;
        }

        return form;
    }
}
