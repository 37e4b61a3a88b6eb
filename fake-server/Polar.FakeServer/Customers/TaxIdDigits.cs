using System.Globalization;

namespace Polar.FakeServer.Customers;

/// <summary>The check digits of tax ids, by the rules that their countries have published.</summary>
internal static class TaxIdDigits
{
    private static readonly int[] s_bulgaria = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly int[] s_otherBulgaria = [3, 4, 5, 6, 7, 8, 9, 10];
    private static readonly int[] s_denmark = [2, 7, 6, 5, 4, 3, 2, 1];
    private static readonly int[] s_estonia = [3, 7, 1, 3, 7, 1, 3, 7, 1];
    private static readonly int[] s_finland = [7, 9, 10, 5, 8, 4, 2, 1];
    private static readonly int[] s_hungary = [9, 7, 3, 1, 9, 7, 3, 1];
    private static readonly int[] s_latvia = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1];
    private static readonly int[] s_cyprus = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    private static readonly int[] s_malta = [3, 4, 6, 7, 8, 9, 10, 1];
    private static readonly int[] s_netherlands = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    private static readonly int[] s_poland = [6, 5, 7, 2, 3, 4, 5, 6, 7, -1];
    private static readonly int[] s_portugal = [9, 8, 7, 6, 5, 4, 3, 2];
    private static readonly int[] s_romania = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    private static readonly int[] s_slovenia = [8, 7, 6, 5, 4, 3, 2];
    private static readonly int[] s_britain = [8, 7, 6, 5, 4, 3, 2, 10, 1];
    private static readonly int[] s_australia = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    private static readonly int[] s_switzerland = [5, 4, 3, 2, 7, 6, 5, 4];
    private static readonly int[] s_norway = [3, 2, 7, 6, 5, 4, 3, 2, 1];
    private static readonly int[] s_korea = [1, 3, 7, 1, 3, 7, 1, 3, 5];

    /// <summary>Whether a number of a country of the European Union is sound, without the country in front; one of another form than the usual is.</summary>
    public static bool IsSoundInUnion(string country, string number) => country switch
    {
        "AT" => number[^1] == Digit((16 - Luhn(number[1..^1])) % 10),
        "BE" => (Number(number[..^2]) + Number(number[^2..])) % 97 == 0,
        "BG" => number.Length > 9 || number[^1] == BulgarianDigit(number[..^1]),
        "CY" => number[^1] == (char)('A' + (CyprianSum(number[..^1]) % 26)),
        "CZ" => number.Length > 8 || number[^1] == CzechDigit((11 - (Sum(number[..^1], s_slovenia) % 11)) % 11),
        "DE" or "HR" => IsProductSum(number),
        "DK" => number[0] != '0' && Sum(number, s_denmark) % 11 == 0,
        "EE" => Sum(number, s_estonia) % 10 == 0,
        "EL" => number[^1] == Digit(Doubled(number[..^1]) * 2 % 11 % 10),
        "ES" => IsSpanish(number),
        "FI" => Sum(number, s_finland) % 11 == 0,
        "FR" => !number.All(char.IsAsciiDigit) || IsFrench(number),
        "HU" => Sum(number, s_hungary) % 10 == 0,
        "IE" => !char.IsAsciiDigit(number[1]) || number[7] == IrishLetter(number),
        "IT" => Luhn(number) == 0,
        "LT" => number[^2] == '1' && number[^1] == LithuanianDigit(number[..^1]),
        "LU" => Number(number[..6]) % 89 == Number(number[6..]),
        "LV" => number[0] <= '3' || Sum(number, s_latvia) % 11 == 3,
        "MT" => number[0] != '0' && Sum(number, s_malta) % 37 == 0,
        "NL" => Sum(number[..9], s_netherlands) % 11 == 0 || Remainder("NL" + number) == 1,
        "PL" => Sum(number, s_poland) % 11 == 0,
        "PT" => number[0] != '0' && number[^1] == Digit((11 - (Sum(number[..^1], s_portugal) % 11)) % 11 % 10),
        "RO" => number[^1] == Digit(10 * Sum(number[..^1].PadLeft(9, '0'), s_romania) % 11 % 10),
        "SE" => Luhn(number[..^2]) == 0,
        "SI" => number[^1] == SlovenianDigit(11 - (Sum(number[..^1], s_slovenia) % 11)),
        "SK" => Number(number) % 11 == 0,
        _ => true,
    };

    /// <summary>Whether a number of another format is sound; those of which no rule is known here are.</summary>
    public static bool IsSound(string format, string number) => format switch
    {
        "au_abn" => Sum(number, s_australia) is var sum && (sum - 10) % 89 == 0,
        "br_cnpj" or "br_cpf" => IsBrazilian(number, format == "br_cnpj" ? 9 : 11),
        "ch_uid" or "ch_vat" or "li_uid" => number[11] == Digit((11 - (Sum(number[3..11], s_switzerland) % 11)) % 11),
        "gb_vat" => IsBritish(number.StartsWith("GB", StringComparison.Ordinal) ? number[2..] : number),
        "kr_brn" => IsKorean(number),
        "no_vat" => Sum(new string([.. number.Where(char.IsAsciiDigit)]), s_norway) % 11 == 0,
        _ => true,
    };

    /// <summary>Of people a letter by the number, of companies Luhn's digit or the letter that stands for it.</summary>
    private static bool IsSpanish(string number)
    {
        const string people = "TRWAGMYFPDXBNJZSQVHLCKE";
        const string companies = "JABCDEFGHI";
        var (first, last) = (number[0], number[^1]);
        if (char.IsAsciiDigit(first))
        {
            return last == people[(int)(Number(number[..^1]) % 23)];
        }

        if (first is 'X' or 'Y' or 'Z')
        {
            return last == people[(int)(Number((char)(first - 'X' + '0') + number[1..^1]) % 23)];
        }

        if (first is 'K' or 'L' or 'M')
        {
            return last == people[(int)(Number(number[1..^1]) % 23)];
        }

        var check = (10 - Luhn(number[1..^1] + "0")) % 10;
        return last == Digit(check) || last == companies[check];
    }

    /// <summary>The letter by the digits and by the letter behind it, where there is one.</summary>
    private static char IrishLetter(string number)
    {
        const string letters = "WABCDEFGHIJKLMNOPQRSTUV";
        var other = number.Length > 8 ? letters.IndexOf(number[8], StringComparison.Ordinal) : 0;
        var sum = 9 * other;
        for (var index = 0; index < 7; index++)
        {
            sum += (8 - index) * (number[index] - '0');
        }

        return other < 0 ? ' ' : letters[sum % 23];
    }

    private static char BulgarianDigit(string digits)
    {
        var check = Sum(digits, s_bulgaria) % 11;
        return Digit((check == 10 ? Sum(digits, s_otherBulgaria) % 11 : check) % 10);
    }

    /// <summary>Weights from one to nine and anew, beginning with one; where they leave ten, with three.</summary>
    private static char LithuanianDigit(string digits)
    {
        var check = Begun(0);
        return Digit((check == 10 ? Begun(2) : check) % 10);

        int Begun(int from)
        {
            var sum = 0;
            for (var index = 0; index < digits.Length; index++)
            {
                sum += (((index + from) % 9) + 1) * (digits[index] - '0');
            }

            return sum % 11;
        }
    }

    private static int CyprianSum(string digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[index] - '0';
            sum += index % 2 == 0 ? s_cyprus[digit] : digit;
        }

        return sum;
    }

    private static char CzechDigit(int check) => check == 0 ? '1' : Digit(check % 10);

    private static bool IsFrench(string number) =>
        number[2..].StartsWith("000", StringComparison.Ordinal) || (Luhn(number[2..]) == 0 && (12 + (3 * (Number(number[2..]) % 97))) % 97 == Number(number[..2]));

    /// <summary>Departments and health authorities have numbers without check digits.</summary>
    private static bool IsBritish(string number) => number.Length == 5
        ? (number[..2] == "GD") == (Number(number[2..]) < 500)
        : Sum(number[..9], s_britain) % 97 is 0 or 42 or 55;

    private static bool IsKorean(string number)
    {
        var last = number[8] - '0';
        return number[^1] == Digit((10 - ((Sum(number[..9], s_korea) + (last * 5 / 10)) % 10)) % 10);
    }

    /// <summary>Two check digits, each by weights that rise from the right, from two up to some number and anew.</summary>
    private static bool IsBrazilian(string number, int highest)
    {
        for (var length = number.Length - 2; length < number.Length; length++)
        {
            var sum = 0;
            for (var index = 0; index < length; index++)
            {
                sum += (number[length - 1 - index] - '0') * (2 + (index % (highest - 1)));
            }

            if (number[length] != Digit((11 - (sum % 11)) % 11 % 10))
            {
                return false;
            }
        }

        return true;
    }

    private static char SlovenianDigit(int check) => check switch
    {
        10 => '0',
        11 => ' ',
        _ => Digit(check),
    };

    private static char Digit(int value) => (char)('0' + ((value % 11) + 11) % 11);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static int Sum(string digits, int[] weights)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            sum += (digits[index] - '0') * weights[index];
        }

        return sum;
    }

    private static int Doubled(string digits) => digits.Aggregate(0, (sum, digit) => (sum * 2) + (digit - '0'));

    /// <summary>The remainder of the number that letters and digits stand for, A for 10 and so on, by 97.</summary>
    private static int Remainder(string text) => text.Aggregate(0, static (rest, letter) => char.IsAsciiDigit(letter)
        ? ((rest * 10) + (letter - '0')) % 97
        : ((rest * 100) + (letter - 'A' + 10)) % 97);

    /// <summary>What is left of Luhn's sum; nothing where the last digit is right.</summary>
    private static int Luhn(string digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            sum += index % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return sum % 10;
    }

    /// <summary>ISO 7064, modulo 11 and 10.</summary>
    private static bool IsProductSum(string digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (product + (digits[^1] - '0')) % 10 == 1;
    }
}
