namespace Polar.FakeServer.Tests.Billing.Subscriptions

open System
open System.Collections.Generic
open System.Globalization
open Polar.FakeServer.Catalog.Discounts
open Polar.Functional.Contracts
open Polar.FakeServer.Tests

/// Prices and discounts for pure maths, without a fake around them.
[<RequireQualifiedAccess>]
module internal GivenPrices =

    let private nobody = Guid.Empty

    /// A moment of a day, or of an instant, in UTC.
    let at (text: string) : DateTimeOffset =
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)

    let fixedAt (amount: int64) : ProductPrice =
        ProductPriceFixed(
            Id = nobody,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ModifiedAt = Nullable(),
            Source = ProductPriceSource.Catalog,
            PriceCurrency = "usd",
            TaxBehavior = Nullable(),
            IsArchived = false,
            ProductId = nobody,
            PriceAmount = amount
        )

    /// A price for seats: volume or graduated, each tier as its first seat, its last and its rate.
    let seatsAt (kind: SeatTierType) (tiers: (int64 * int64 option * int64) list) : ProductPrice =
        let tier (first, last, rate) =
            ProductPriceSeatTier(MinSeats = first, MaxSeats = Option.toNullable last, PricePerSeat = rate)

        ProductPriceSeatBased(
            Id = nobody,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ModifiedAt = Nullable(),
            Source = ProductPriceSource.Catalog,
            PriceCurrency = "usd",
            TaxBehavior = Nullable(),
            IsArchived = false,
            ProductId = nobody,
            SeatTiers =
                ProductPriceSeatTiers(
                    SeatTierType = kind,
                    Tiers = ValueList.ToValueList(List.map tier tiers),
                    MinimumSeats = 1L,
                    MaximumSeats = Nullable()
                )
        )

    /// So much a seat, however many there are.
    let perSeat (rate: int64) : ProductPrice =
        seatsAt SeatTierType.Volume [ 1L, None, rate ]

    let private discount (kind: DiscountType) (basisPoints: int64) (amount: int64) =
        DiscountRow(
            Id = nobody,
            OrganizationId = nobody,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Name = "Off",
            Type = kind,
            Duration = DiscountDuration.Forever,
            BasisPoints = basisPoints,
            Amounts = ValueMap.ToValueMap [ KeyValuePair("usd", amount) ],
            Metadata = ValueMap<JsonScalar>.Empty
        )

    let percent (off: int64) : DiscountRow =
        discount DiscountType.Percentage (off * 100L) 0L

    let off (amount: int64) : DiscountRow = discount DiscountType.Fixed 0L amount
