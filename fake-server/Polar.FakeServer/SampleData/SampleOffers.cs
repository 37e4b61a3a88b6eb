using System.Text;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Sales.CheckoutLinks;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>What a shop has besides its products: questions that it asks, discounts, links, a file.</summary>
internal static class SampleOffers
{
    /// <summary>The code of a discount that everybody may use.</summary>
    public const string Welcome = "WELCOME20";

    /// <summary>The code of a discount on the first three months.</summary>
    public const string Launch = "LAUNCH";

    private const string Chapter = "Chapter one\n\nEverything begins with a clock that one can move.\n";

    /// <summary>What the shop wants to know of those who buy.</summary>
    public static IReadOnlyList<AttachedCustomFieldCreate> Fields(Backfill history) =>
    [
        Field(history, new CustomFieldCreateText
        {
            Slug = "company",
            Name = "Company",
            Properties = new CustomFieldTextProperties { FormLabel = "Where do you work?" },
        }),
        Field(history, new CustomFieldCreateSelect
        {
            Slug = "heard_from",
            Name = "Heard from",
            Properties = new CustomFieldSelectProperties
            {
                FormLabel = "How did you hear of us?",
                Options = [Option("friend", "A friend"), Option("search", "A search"), Option("talk", "A talk")],
            },
        }),
    ];

    /// <summary>A file that is there to be downloaded.</summary>
    public static Guid File(Backfill history)
    {
        var part = StoredPart.Of(Encoding.UTF8.GetBytes(Chapter));
        var size = part.Bytes.Length;
        var begun = history.Ask(transaction => new FilesOperations().Create(transaction, new DownloadableFileCreate
        {
            Name = "chapter-one.txt",
            MimeType = "text/plain",
            Size = size,
            Upload = new S3FileCreateMultipart { Parts = [new S3FileCreatePart { Number = 1, ChunkStart = 0, ChunkEnd = size }] },
        }));
        history.Do(transaction => FileStorage.Keep(transaction, begun.Upload.Id, transaction.World.Files[begun.Id].Object, 1, part));
        history.Ask(transaction => new FilesOperations().Uploaded(transaction, begun.Id, new FileUploadCompleted
        {
            Id = begun.Upload.Id,
            Path = begun.Upload.Path,
            Parts = [new S3FileUploadCompletedPart { Number = 1, ChecksumEtag = part.ETag, ChecksumSha256Base64 = null }],
        }));
        return begun.Id;
    }

    /// <summary>A discount of each kind.</summary>
    public static void Discounts(Backfill history)
    {
        void Add(DiscountCreate body) => history.Ask(transaction => new DiscountsOperations().Create(transaction, body));
        Add(new DiscountPercentageCreate { Name = "Welcome", Code = Welcome, BasisPoints = 2000, Duration = DiscountDuration.Once });
        Add(new DiscountFixedCreate
        {
            Name = "Launch",
            Code = Launch,
            Amount = 500,
            Currency = PresentmentCurrency.Usd,
            Duration = DiscountDuration.Repeating,
            DurationInMonths = 3,
            MaxRedemptions = 100,
        });
        Add(new DiscountPercentageCreate { Name = "Partners", BasisPoints = 1000, Duration = DiscountDuration.Forever });
    }

    /// <summary>Links to what is sold most.</summary>
    public static void Links(Backfill history, SampleCatalog catalog)
    {
        void Add(CheckoutLinkCreate body) => history.Ask(transaction => new CheckoutLinksOperations().Create(transaction, body));
        Add(new CheckoutLinkCreateProducts { Label = "Pricing page", Products = [.. catalog.Subscriptions.Take(3)], AllowDiscountCodes = true });
        Add(new CheckoutLinkCreateProducts { Label = "Newsletter", Products = [catalog.Purchases[0]], SuccessUrl = "https://acme.example/thanks" });
    }

    private static AttachedCustomFieldCreate Field(Backfill history, CustomFieldCreate body) => new()
    {
        CustomFieldId = history.Ask(transaction => new CustomFieldsOperations().Create(transaction, body)).Id,
        Required = false,
    };

    private static CustomFieldSelectOption Option(string value, string label) => new() { Value = value, Label = label };
}
