package cloud.tessera.quota.tenant;

import java.time.ZoneId;
import java.util.Currency;

/**
 * What an organization is made of.
 *
 * @param name 1 to 200 characters
 * @param slug 1 to 63 lower case letters, digits and dashes, unique
 * @param currency all its prices and invoices are in it
 * @param zone its billing months begin at midnight here
 * @param country ISO 3166-1, two letters
 */
public record NewOrganization(String name, String slug, Currency currency, ZoneId zone, String country, Terms terms) {}
