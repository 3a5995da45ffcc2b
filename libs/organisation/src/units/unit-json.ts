/** A unit `u` as JSON, in the form of `UnitRef`. */
export const UNIT_JSON = `json_build_object('unitId', u.unit_id, 'code', u.code, 'name', u.name, 'nameEn', coalesce(nullif(u.name_en, ''), u.name))`;
